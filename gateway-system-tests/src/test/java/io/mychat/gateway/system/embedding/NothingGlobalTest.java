package io.mychat.gateway.system.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestMessage;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Gateways in a JVM that is not theirs. */
class NothingGlobalTest {

    @Test
    void aGatewayChangesNothingThatTheWholeJvmHasOneOf() throws Exception {
        Map<String, Object> before = GlobalState.now();

        try (LiveGateway gateway = LiveGateway.start(builder -> builder)) {
            try (TestClient alice = gateway.login("alice", "web", "a")) {
                assertThat(alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"hi\"}")
                                .code())
                        .isEqualTo(200);
                assertThat(gateway.http().get("/api/system/health").status()).isEqualTo(200);
            }
            assertThat(GlobalState.now()).as("while it runs").containsExactlyEntriesOf(before);
        }

        assertThat(GlobalState.now()).as("after it has stopped").containsExactlyEntriesOf(before);
        await().untilAsserted(() -> assertThat(GlobalState.jmxNamesOfWorkers()).isEmpty());
    }

    @Test
    void severalGatewaysOfOneJvmDoNotDisturbEachOther() throws Exception {
        try (LiveGateway one = LiveGateway.start(builder -> builder.setting("server.max_message_bytes", 1000));
                LiveGateway two = LiveGateway.start(builder -> builder.setting("server.node_id", "two"))) {
            try (TestClient alice = one.login("alice", "web", "a");
                    TestClient other = two.login("alice", "web", "a")) {
                assertThat(one.server().pushMessageToUser("alice", "1")).isTrue();
                assertThat(one.server().stats().connections().total()).isEqualTo(1);
                assertThat(two.server().stats().nodeId()).isEqualTo("two");
                assertThat(alice.next(4001).data().intValue()).isEqualTo(1);
                assertThat(other.takeAll()).extracting(TestMessage::cmdId).doesNotContain(4001L);

                one.close();

                assertThat(alice.closeCode()).isEqualTo(1001);
                assertThat(other.request(3001, "{}").code()).isEqualTo(200);
                assertThat(two.login("bob", "ios", "b").request(3001, "{}").code())
                        .isEqualTo(200);
                assertThat(two.server().health().ready()).isTrue();
            }
        }
    }
}
