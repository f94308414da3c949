package io.mychat.gateway.redis.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.redis.chat.ChatNode;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.connection.JedisConnections;
import io.mychat.gateway.redis.settings.ClientConfigs;
import io.mychat.gateway.redis.settings.LiveLogins;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.testing.DocumentedRights;
import io.mychat.gateway.redis.testing.RealTime;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.event.HealthIndicator.Status;
import io.mychat.gateway.spi.event.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** A server that was killed while it wrote a message to its file. */
class AppendOnlyFileTest {

    private static final ChatId CHAT = ChatId.between("alice", "bob");

    @Test
    void halfAMessageInTheFileDoesNotComeBackWithTheSecondStart() {
        try (RedisProcess server = RedisProcess.startDurable()) {
            RedisSettings settings = RedisServers.of(server);
            store(settings, "first", "c1");
            store(settings, "second", "c2");
            cutTheLastMessage(server);

            server.restart();
            assertThat(contents(settings)).containsExactly("first");
            try (Redis gateway = inspecting(settings)) {
                await().until(server::hasRewritten);
                // Its sender has had no answer, and asks again.
                store(settings, "second", "c2");
                server.restart();

                assertThat(contents(settings)).containsExactly("first", "second");
                await("after each start").until(server::hasRewritten);
                assertThat(gateway.status()).isEqualTo(Status.HEALTHY);
            }
        }
    }

    @Test
    void theDocumentedRightsSuffice() {
        try (RedisProcess server = RedisProcess.startDurable()) {
            RedisSettings settings = DocumentedRights.only(RedisServers.of(server), List.of(server));
            try (Redis gateway = inspecting(settings)) {
                await().until(server::hasRewritten);
                assertThat(gateway.warnings()).noneMatch(text -> text.contains("BGREWRITEAOF"));
            }
        }
    }

    @Test
    void withoutTheRightOperatorsAreTold() {
        try (RedisProcess server = RedisProcess.startDurable()) {
            RedisSettings settings = DocumentedRights.only(RedisServers.of(server), List.of(server));
            List<String> log = new ArrayList<>();
            try (Jedis jedis = server.connect();
                    JedisConnections connections = new JedisConnections(settings, new LiveLogins(settings.access()))) {
                jedis.aclSetUser(settings.access().login().username().orElseThrow(), "-bgrewriteaof");
                ServerWarnings warnings = new ServerWarnings(
                        connections,
                        new ServerInspection(
                                connections,
                                ClientConfigs.withoutLogin(settings),
                                new RealTime(),
                                Duration.ofSeconds(1)),
                        log::add);

                warnings.look();
                warnings.look();

                assertThat(log)
                        .filteredOn(text -> text.contains("BGREWRITEAOF"))
                        .hasSize(1);
                assertThat(warnings.texts()).anyMatch(text -> text.contains("BGREWRITEAOF"));
                assertThat(warnings.isDegraded()).isFalse();
                assertThat(notRewritten(warnings)).isEqualTo(1);
                assertThat(jedis.aclLog()).as("asked once").hasSize(1);

                jedis.bgrewriteaof();
                await().until(server::hasRewritten);
                warnings.look();
                assertThat(notRewritten(warnings)).isZero();
            }
        }
    }

    private static double notRewritten(ServerWarnings warnings) {
        return warnings.metrics().stream()
                .filter(metric -> metric.name().equals("redis_masters_not_rewritten"))
                .mapToDouble(Metric::value)
                .sum();
    }

    private static Redis inspecting(RedisSettings settings) {
        ServerCheckSettings check = new ServerCheckSettings(Duration.ofMillis(100), Duration.ofSeconds(1));
        Redis redis = Redis.of(settings, check, new RealTime());
        redis.inspectServers();
        return redis;
    }

    private static void store(RedisSettings settings, String content, String clientMsgId) {
        try (ChatNode node = ChatNode.of(settings, "n1")) {
            node.store().append(ChatNode.message("alice", "bob", content, clientMsgId));
        }
    }

    private static List<String> contents(RedisSettings settings) {
        try (ChatNode node = ChatNode.of(settings, "n2")) {
            return node.store().history(CHAT, 10, Optional.empty()).orElseThrow().messages().stream()
                    .map(ChatMessage::content)
                    .toList();
        }
    }

    /** As if only a part of the last script's commands had been written: the file ends within one of them. */
    private static void cutTheLastMessage(RedisProcess server) {
        server.kill();
        server.cutAppendOnlyFile(file -> {
            int last = file.lastIndexOf("MULTI");
            return file.lastIndexOf("\r\n", file.indexOf("EXEC", last) - "*1\r\n$4\r\n".length()) - 1;
        });
    }
}
