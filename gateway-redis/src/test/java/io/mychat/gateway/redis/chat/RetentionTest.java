package io.mychat.gateway.redis.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.chat.record.MessageRecord;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxPage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Much that ends at once costs no call much. */
class RetentionTest {

    private static final ChatId CHAT = ChatId.between("alice", "bob");
    private static final int OVER = 12_000;
    private static final int LIVE = 3;
    private static final int MOST_LOOKS = 60;
    private static final String FILL = """
            local now = redis.call('TIME')[1] * 1000
            for i = 1, ARGV[1] + ARGV[2] do
              local at = i > tonumber(ARGV[1]) and now or now - 40 * 86400000
              redis.call('XADD', KEYS[1], i .. '-' .. string.format('%.0f', at), 'i', 'old' .. i, 'n', i, 'm', ARGV[3])
            end
            """;

    private final RedisProcess server = RedisProcess.start();
    private final ChatNode chatNode = ChatNode.of(RedisServers.of(server).withDeadline(Duration.ofSeconds(10)), "n1");
    private final ChatKeys keys = new ChatKeys(chatNode.redis().keys());

    @BeforeEach
    void fill() {
        chatNode.store().append(ChatNode.message("alice", "bob", "loads the scripts", null));
        String record =
                MessageRecord.of(ChatNode.message("alice", "bob", "x", null)).text();
        for (String stream : List.of(keys.inbox("bob").get(0), keys.messages(CHAT))) {
            chatNode.redis().call(RedisCommand.write("DEL", stream));
            try (Jedis jedis = server.connect()) {
                Object unused = jedis.eval(FILL, List.of(stream), List.of("" + OVER, "" + LIVE, record));
            }
        }
        chatNode.redis().call(RedisCommand.write("HSET", keys.bounds("bob"), "seq", OVER + LIVE));
        chatNode.redis().call(RedisCommand.write("SET", keys.chat(CHAT).get(1), OVER + LIVE));
        for (int i = 1; i <= OVER; i++) {
            if (i % 100 == 0) {
                chatNode.redis().call(RedisCommand.write("ZADD", keys.ids(CHAT), i, "old" + i));
            }
        }
    }

    @AfterEach
    void close() {
        chatNode.close();
        server.close();
    }

    @Test
    void anInboxIsReadAsIfAllWereGoneAndLosesAPartAtATime() {
        long trims = calls("xtrim");
        long looks = calls("xrange");

        InboxPage page = chatNode.store().readInbox("bob", 0, 10);

        assertThat(calls("xtrim") - trims).isEqualTo(1);
        assertThat(calls("xrange") - looks).isLessThan(MOST_LOOKS);
        assertThat(page.oldestSeq()).isEqualTo(OVER + 1);
        assertThat(page.entries()).extracting(InboxEntry::inboxSeq).containsExactly(12_001L, 12_002L, 12_003L);
        assertThat(length(keys.inbox("bob").get(0))).isBetween((long) LIVE + 1, (long) OVER);
        assertThat(chatNode.store().readInbox("bob", 0, 10)).isEqualTo(page);
        assertThat(chatNode.store().readInbox("bob", 0, 10)).isEqualTo(page);
        assertThat(length(keys.inbox("bob").get(0))).isEqualTo(LIVE);
    }

    @Test
    void aChatShowsNothingThatIsOver() {
        assertThat(history()).containsExactly(12_001L, 12_002L, 12_003L);
        assertThat(chatNode.store()
                        .history(CHAT, 10, Optional.empty())
                        .orElseThrow()
                        .hasMore())
                .isFalse();
        assertThat(chatNode.store().history(CHAT, 10, Optional.of("old9000"))).isEmpty();
        long trims = calls("xtrim");
        long looks = calls("xrange");

        assertThat(chatNode.store().append(ChatNode.message("alice", "carol", "elsewhere", null)))
                .isInstanceOf(AppendOutcome.Stored.class);
        chatNode.elapse(Upkeep.LONGEST_PAUSE);
        chatNode.store().append(ChatNode.message("alice", "bob", "next", null));

        assertThat(calls("xtrim") - trims).as("chat and inbox").isEqualTo(2);
        assertThat(calls("xrange") - looks).isLessThan(3 * MOST_LOOKS);
        assertThat(history()).containsExactly(12_001L, 12_002L, 12_003L, 12_004L);
        assertThat(length(keys.messages(CHAT))).isBetween((long) LIVE + 2, (long) OVER);
        for (int i = 0; i < 3; i++) {
            chatNode.elapse(Upkeep.LONGEST_PAUSE);
            chatNode.store().append(ChatNode.message("alice", "bob", "next", null));
        }
        assertThat(length(keys.messages(CHAT))).isEqualTo(LIVE + 4);
        assertThat(RedisReply.number(chatNode.redis().call(RedisCommand.read("ZCARD", keys.ids(CHAT)))))
                .isEqualTo(4);
    }

    private List<Long> history() {
        return chatNode.store().history(CHAT, 10, Optional.empty()).orElseThrow().messages().stream()
                .map(ChatMessage::chatSeq)
                .toList();
    }

    private long length(String stream) {
        return RedisReply.number(chatNode.redis().call(RedisCommand.read("XLEN", stream)));
    }

    private long calls(String command) {
        Matcher calls = Pattern.compile("cmdstat_" + command + ":calls=(\\d+)")
                .matcher(RedisReply.text(chatNode.redis().call(RedisCommand.keyless("INFO", "commandstats"))));
        return calls.find() ? Long.parseLong(calls.group(1)) : 0;
    }
}
