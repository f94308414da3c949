package io.mychat.gateway.redis.chat.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.chat.ChatNode;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.HealthIndicator.Status;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Delivery between gateways that is dead can be seen. */
class InboxNotificationsTest {

    @Test
    void aLineThatMayNotSubscribeIsDownAndDegradedUntilItMay() {
        try (RedisProcess server = RedisProcess.start();
                Jedis admin = server.connect()) {
            String unused = admin.aclSetUser("default", "resetchannels");
            try (ChatNode chatNode = ChatNode.hearing(RedisServers.of(server), "n1")) {
                HealthIndicator line = chatNode.notifications().health();
                assertThat(line.component()).isEqualTo("redis_hints");
                assertThat(line.status()).isEqualTo(Status.DEGRADED);
                assertThat(up(chatNode)).isZero();

                unused = admin.aclSetUser("default", "allchannels");

                Awaitility.await().until(() -> line.status() == Status.HEALTHY);
                assertThat(up(chatNode)).isEqualTo(1);
            }
        }
    }

    private static double up(ChatNode chatNode) {
        return chatNode.notifications().metrics().stream()
                .filter(metric -> metric.name().equals("redis_hint_line_up"))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
