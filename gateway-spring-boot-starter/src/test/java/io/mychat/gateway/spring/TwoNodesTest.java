package io.mychat.gateway.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.spi.session.Sessions;
import io.mychat.gateway.testkit.TestClient;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two applications on one Redis are one cluster. */
class TwoNodesTest {

    @Test
    @Tag("proof")
    void twoApplicationsOnOneRedisReachEachOthersUsers() {
        try (RedisProcess redis = RedisProcess.start();
                RunningApplication one = start(redis);
                RunningApplication two = start(redis);
                TestClient alice = one.login("alice");
                TestClient bob = two.login("bob")) {
            alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"hi\"}").expect(200);

            assertThat(bob.next(2003).text("content")).isEqualTo("hi");
            assertThat(one.bean(Sessions.class).pushToUser("bob", "{\"badge\":3}"))
                    .isEqualTo(1);
            assertThat(bob.next(4001).text("badge")).isEqualTo("3");
            assertThat(two.bean(Sessions.class).onlineCount()).isEqualTo(2);
        }
    }

    private static RunningApplication start(RedisProcess redis) {
        return RunningApplication.start(
                List.of(ChatApplication.class),
                "mychat.redis.host=127.0.0.1",
                "mychat.redis.port=" + redis.port(),
                "mychat.auth.jwt-secret=one secret for both applications");
    }
}
