package io.mychat.gateway.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.codec.DecodedMessage;
import io.mychat.gateway.spi.codec.EnvelopeBuilder;
import io.mychat.gateway.spi.codec.MessageCodec;
import io.mychat.gateway.spi.codec.Notice;
import io.mychat.gateway.spi.codec.PayloadBuffer;
import io.mychat.gateway.spi.codec.ReplyEncoder;
import io.mychat.gateway.spi.codec.ReplyIdentity;
import io.mychat.gateway.spi.hook.HandshakeHook;
import io.mychat.gateway.spi.hook.HookOptions;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.transport.MessageType;
import io.mychat.gateway.testkit.TestConnection;
import io.mychat.gateway.testkit.TestHandshake;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A codec of the host application beside the gateway's own. */
class HostCodecTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A message is a line: the command and its data. */
    private static final class Lines implements MessageCodec {

        private volatile boolean broken;

        @Override
        public String subprotocol() {
            return "lines";
        }

        @Override
        public MessageType messageType() {
            return MessageType.BINARY;
        }

        @Override
        public DecodedMessage decode(byte[] buffer, int offset, int length) {
            String[] parts = new String(buffer, offset, length, StandardCharsets.UTF_8).split(" ", 2);
            EnvelopeBuilder envelope = new EnvelopeBuilder("JSON");
            envelope.cmdId(Long.parseLong(parts[0]));
            envelope.platform("web");
            envelope.data(parts[1]);
            return envelope.build(length);
        }

        @Override
        public ReplyEncoder replies(ReplyIdentity identity) {
            return (cmdId, requestId, reply, at, into) ->
                    line(cmdId + " " + reply.code().code() + " " + identity.userId() + " " + reply.data(), into);
        }

        @Override
        public void encode(Notice notice, PayloadBuffer into) {
            line(notice.cmdId() + " " + notice.data(), into);
        }

        private void line(String text, PayloadBuffer into) {
            into.append(text.getBytes(StandardCharsets.UTF_8));
            if (broken) {
                throw new IllegalStateException("a test's codec");
            }
        }
    }

    private final Lines lines = new Lines();

    private static TestConnection connect(TestGateway gateway) {
        return gateway.sockets.connect(TestHandshake.plain().withSubprotocol("lines"));
    }

    private static void send(TestConnection connection, String line) {
        connection.sendBinary(line.getBytes(StandardCharsets.UTF_8));
    }

    private static void logIn(TestConnection connection, String user) {
        send(
                connection,
                "1001 {\"username\":\"" + user + "\",\"password\":\"" + TestGateway.PASSWORD
                        + "\",\"device_id\":\"lines\"}");
        assertThat(next(connection)).startsWith("1001 200 " + user + " {\"token\":");
    }

    private static String next(TestConnection connection) {
        return connection
                .receiveBytes(PATIENCE)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("nothing");
    }

    @Test
    void itServesTheClientsThatNameItsSubprotocol() {
        try (TestGateway gateway = TestGateway.start(builder -> builder.messageCodec(lines))) {
            TestConnection alice = connect(gateway);
            logIn(alice, "alice");
            Guest bob = gateway.login("bob", "android", "b");

            bob.request(2001, "{\"to_user\":\"alice\",\"content\":\"hi\"}");

            assertThat(next(alice)).startsWith("2003 {\"message_id\":").contains("\"content\":\"hi\"");
            assertThat(gateway.server.pushMessageToUser("alice", "[1]")).isTrue();
            assertThat(next(alice)).isEqualTo("4001 [1]");
        }
    }

    @Test
    void aMetricCountsTheConnectionsOfEachCodec() {
        try (TestGateway gateway = TestGateway.start(builder -> builder.messageCodec(lines))) {
            assertThat(connectionsOf(gateway, "lines")).isZero();
            logIn(connect(gateway), "alice");
            TestConnection stranger = connect(gateway);
            gateway.login("bob", "android", "b");

            assertThat(connectionsOf(gateway, "lines")).isEqualTo(2);
            assertThat(connectionsOf(gateway, "mychat.v1.json")).isEqualTo(1);
            stranger.close(1000);
            await().untilAsserted(
                            () -> assertThat(connectionsOf(gateway, "lines")).isEqualTo(1));
        }
    }

    private static int connectionsOf(TestGateway gateway, String codec) {
        String line = "mychat_connections_by_codec{codec=\"" + codec + "\"} ";
        return new String(
                        gateway.http
                                .get("/api/system/metrics", Map.of("Accept", "text/plain"))
                                .body(),
                        StandardCharsets.UTF_8)
                .lines()
                .filter(each -> each.startsWith(line))
                .map(each -> Integer.valueOf(each.substring(line.length())))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aConnectionThatAHookRecognisesIsBoundWhateverItsCodec() {
        HandshakeHook recognises =
                attempt -> new HandshakeHook.Bind(TestGateway.user("alice"), new DeviceKey("web", "browser"));
        try (TestGateway gateway = TestGateway.start(builder -> builder.messageCodec(lines)
                .plugin(context -> context.hooks().handshake(HookOptions.closed(), recognises)))) {
            assertThat(next(connect(gateway))).startsWith("1002 200 alice {\"valid\":true");
        }
    }

    @Test
    void aCodecThatFailsToEncodeEndsItsOwnConnectionsOnly() {
        try (TestGateway gateway = TestGateway.start(builder -> builder.messageCodec(lines))) {
            TestConnection broken = connect(gateway);
            logIn(broken, "alice");
            Guest other = gateway.login("alice", "android", "a");
            TestConnection asking = connect(gateway);
            logIn(asking, "bob");
            lines.broken = true;

            assertThat(gateway.server.pushMessageToUser("alice", "[1]")).isTrue();
            send(asking, "3001 {}");

            assertThat(other.client().next(4001).data().path(0).intValue()).isEqualTo(1);
            assertThat(broken.awaitClose(PATIENCE)).hasValue(1011);
            assertThat(asking.awaitClose(PATIENCE)).hasValue(1011);
            assertThat(other.request(3001, "{}").code()).isEqualTo(200);
        }
    }
}
