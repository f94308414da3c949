package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import java.util.List;
import java.util.stream.IntStream;

/** Looks at the marks in Redis. */
public final class PendingMarks {

    private PendingMarks() {}

    /** All of them, of all chats. */
    public static List<String> of(ChatNode chatNode) {
        ChatKeys keys = new ChatKeys(chatNode.redis().keys());
        List<RedisCommand> commands = IntStream.range(0, ChatKeys.BUCKETS)
                .mapToObj(bucket -> RedisCommand.read("ZRANGE", keys.open(bucket), 0, -1))
                .toList();
        return chatNode.redis().all(commands).stream()
                .flatMap(reply -> RedisReply.texts(reply.get()).stream())
                .toList();
    }
}
