package io.mychat.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class TestClientTest {

    private final Script channel = new Script();
    private final TestClient client = TestClient.over(channel, Duration.ofMillis(50));

    @Test
    void aReplyIsFoundByItsRequestIdAndTheRestIsKept() {
        channel.fromGateway.add("{\"cmd_id\":4002,\"data\":\"{\\\"platform\\\":\\\"web\\\"}\"}");
        channel.fromGateway.add("{\"cmd_id\":3001,\"request_id\":\"r1\",\"code\":200,\"message\":\"Success\"}");

        TestMessage reply = client.request(3001, "{}");

        assertThat(reply.code()).isEqualTo(200);
        assertThat(reply.message()).isEqualTo("Success");
        assertThat(client.next(4002).text("platform")).isEqualTo("web");
    }

    @Test
    void aLoginGivesItsPlatformToLaterMessages() {
        channel.fromGateway.add("{\"cmd_id\":1001,\"request_id\":\"r1\",\"code\":401,"
                + "\"data\":\"{\\\"error\\\":\\\"bad_credentials\\\"}\"}");

        assertThat(client.login("alice", "pa\"ss", "web", "d1").error()).isEqualTo("bad_credentials");
        client.send(3001, "{}");

        assertThat(channel.toGateway.get(0)).contains("\\\"pa\\\\\\\"ss\\\"", "\"platform\":\"web\"");
        assertThat(channel.toGateway.get(1)).contains("\"platform\":\"web\"");
    }

    @Test
    void whatDoesNotComeFailsAndSaysWhatCame() {
        channel.fromGateway.add("{\"cmd_id\":4001}");

        assertThatThrownBy(() -> client.next(2003))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("2003")
                .hasMessageContaining("4001");
        assertThat(client.takeAll()).hasSize(1);
    }

    @Test
    void anOpenChannelHasNoCloseCode() {
        assertThatThrownBy(client::closeCode).isInstanceOf(AssertionError.class).hasMessageContaining("still open");

        client.close();

        assertThat(client.closeCode()).isEqualTo(1000);
    }

    /** A gateway that says what the test has written down. */
    private static final class Script implements TextChannel {
        final Queue<String> fromGateway = new ArrayDeque<>();
        final List<String> toGateway = new ArrayList<>();
        OptionalInt closeCode = OptionalInt.empty();

        @Override
        public void send(String text) {
            toGateway.add(text);
        }

        @Override
        public Optional<String> receive(Duration timeout) {
            return Optional.ofNullable(fromGateway.poll());
        }

        @Override
        public void close(int code) {
            closeCode = OptionalInt.of(code);
        }

        @Override
        public void vanish() {
            closeCode = OptionalInt.of(Frame.ABNORMAL);
        }

        @Override
        public OptionalInt awaitClose(Duration timeout) {
            return closeCode;
        }
    }
}
