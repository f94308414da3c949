package io.mychat.gateway.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.core.archive.EpochRenewal;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.spi.chat.MessageArchive;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** The steps of docs/backup.md: an older copy of a real Redis in an empty one, with gateways that know nothing of the loss. */
class RestoredBackupTest {

    @Test
    void afterARestoreNobodyMissesOrDoublesAMessage() throws IOException {
        try (RedisProcess lost = RedisProcess.start();
                RedisProcess restored = RedisProcess.start()) {
            Path copy = Files.createTempFile("backup", ".rdb");
            JsonNode seen;
            try (LiveGateway gateway = ClusterGateway.start("before", settings(lost));
                    TestClient alice = gateway.clients().login("alice", "web", "a")) {
                send(alice, "one", "two", "three");
                save(lost, copy);
                send(alice, "four", "five");
                seen = resume(gateway, "none", 0).resume();
                assertThat(seen.path("latest_seq").asLong()).isEqualTo(5);
            }
            load(restored, copy);

            try (LiveGateway gateway = ClusterGateway.start("after", settings(restored))) {
                renewEpochs(gateway);
                try (TestClient alice = gateway.clients().login("alice", "web", "a")) {
                    // They take the numbers of the lost ones.
                    send(alice, "new four", "new five");
                }
                Resumed bob = resume(
                        gateway,
                        seen.path("epoch").asText(),
                        seen.path("latest_seq").asLong());

                assertThat(bob.resume().path("gap").asBoolean()).isTrue();
                assertThat(bob.resume().path("epoch").asText())
                        .isNotEqualTo(seen.path("epoch").asText());
                assertThat(bob.contents()).containsExactly("one", "two", "three", "new four", "new five");
                String epoch = bob.resume().path("epoch").asText();
                Resumed again = resume(gateway, epoch, 5);
                assertThat(again.resume().path("gap").asBoolean()).isFalse();
                assertThat(again.contents()).isEmpty();
            }
            Files.delete(copy);
        }
    }

    private static void renewEpochs(LiveGateway gateway) {
        MessageArchive archive = gateway.server().messageArchive().orElseThrow();
        assertThat(new EpochRenewal(archive).run(renewed -> {})).isEqualTo(2);
    }

    private static void send(TestClient from, String... contents) {
        for (String content : contents) {
            assertThat(from.request(2001, "{\"to_user\":\"bob\",\"content\":\"" + content + "\"}")
                            .code())
                    .isEqualTo(200);
        }
    }

    private record Resumed(JsonNode resume, List<String> contents) {}

    /** Bob comes back with what he has, and takes what he is sent up to the newest entry. */
    private static Resumed resume(LiveGateway gateway, String epoch, long lastSeq) {
        try (TestClient bob = gateway.clients().connect()) {
            bob.sendRaw("{\"cmd_id\":1001,\"platform\":\"web\",\"data\":{\"username\":\"bob\",\"password\":\""
                    + ClusterGateway.PASSWORD + "\",\"device_id\":\"b\",\"resume\":{\"epoch\":\"" + epoch
                    + "\",\"last_seq\":" + lastSeq + "}}}");
            JsonNode resume = bob.next(1001).data().path("resume");
            long latest = resume.path("latest_seq").asLong();
            List<String> contents = new ArrayList<>();
            for (long next = resume.path("from_seq").asLong(); next <= latest; next++) {
                TestMessage message = bob.next(2003);
                assertThat(message.data().path("inbox_seq").asLong()).isEqualTo(next);
                contents.add(message.text("content"));
            }
            return new Resumed(resume, contents);
        }
    }

    private static void save(RedisProcess redis, Path copy) throws IOException {
        try (Jedis jedis = redis.connect()) {
            String unused = jedis.save();
            Path target = Files.copy(file(jedis), copy, StandardCopyOption.REPLACE_EXISTING);
            assertThat(Files.size(target)).isPositive();
        }
    }

    private static void load(RedisProcess redis, Path copy) throws IOException {
        try (Jedis jedis = redis.connect()) {
            Path target = Files.copy(copy, file(jedis), StandardCopyOption.REPLACE_EXISTING);
            assertThat(target).exists();
        }
        redis.restart();
    }

    private static Path file(Jedis jedis) {
        return Path.of(jedis.configGet("dir").get("dir"), "dump.rdb");
    }

    private static Map<String, Object> settings(RedisProcess redis) {
        return Map.of("redis.host", "127.0.0.1", "redis.port", redis.port());
    }
}
