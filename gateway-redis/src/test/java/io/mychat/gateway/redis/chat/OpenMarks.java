package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.client.Command;
import io.mychat.gateway.redis.client.Reply;
import java.util.List;
import java.util.stream.IntStream;

/** Looks at the marks in Redis. */
final class OpenMarks {

    private OpenMarks() {}

    /** All of them, of all chats. */
    static List<String> of(Node node) {
        ChatKeys keys = new ChatKeys(
                node.redis().keys(), node.redis().settings().servers().keyPrefix());
        List<Command> commands = IntStream.range(0, ChatKeys.BUCKETS)
                .mapToObj(bucket -> Command.read("ZRANGE", keys.open(bucket), 0, -1))
                .toList();
        return node.redis().all(commands).stream()
                .flatMap(reply -> Reply.texts(reply.get()).stream())
                .toList();
    }
}
