package io.mychat.gateway.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.buffer.BufferLimits;
import io.mychat.gateway.core.buffer.BufferedBytes;
import io.mychat.gateway.core.codec.DataOnlyCodec;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.protocol.ServerMessages;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.codec.DecodedMessage;
import io.mychat.gateway.spi.codec.MessageCodec;
import io.mychat.gateway.spi.codec.Notice;
import io.mychat.gateway.spi.codec.PayloadBuffer;
import io.mychat.gateway.spi.codec.ReplyEncoder;
import io.mychat.gateway.spi.codec.ReplyIdentity;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.spi.transport.MessageType;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.StubConnection;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A connection keeps what it needs to answer quickly only while its client is busy. */
class IdleConnectionTest {

    private static final Duration PING = Duration.ofSeconds(30);

    private final ManualTime time = new ManualTime();
    private final CountingCodec codec = new CountingCodec();
    private final ClientConnection client = new ClientConnection(
            "s1",
            "192.0.2.1",
            new StubConnection() {},
            codec,
            new ClientServices(
                    new ServerMessages(new Json(8, 1000), time),
                    () -> new TimeoutSettings(
                            Duration.ofHours(1), PING, Duration.ofHours(1), Duration.ZERO, Duration.ZERO),
                    new BufferedBytes(new BufferLimits(1 << 20, 1 << 20, Duration.ofSeconds(5)), time),
                    time,
                    Tracer.NONE));

    /** Counts how often a connection asks for an encoder of its replies. */
    private static final class CountingCodec implements MessageCodec {

        private final MessageCodec plain = new DataOnlyCodec();
        private int encoders;

        @Override
        public String subprotocol() {
            return plain.subprotocol();
        }

        @Override
        public MessageType messageType() {
            return plain.messageType();
        }

        @Override
        public DecodedMessage decode(byte[] buffer, int offset, int length) {
            return plain.decode(buffer, offset, length);
        }

        @Override
        public ReplyEncoder replies(ReplyIdentity identity) {
            encoders++;
            return plain.replies(identity);
        }

        @Override
        public void encode(Notice notice, PayloadBuffer into) {
            plain.encode(notice, into);
        }
    }

    private void reply() {
        client.reply(1, null, Reply.ok("{}"), time.now());
    }

    private void logIn() {
        UserInfo alice = new UserInfo("alice", "alice", Set.of());
        DeviceKey device = new DeviceKey("web", "d1");
        TokenClaims token = new TokenClaims(
                "t1", alice, device, "f1", 0, time.now(), time.now().plusSeconds(7200));
        client.holdUntilReply(1000);
        client.watch();
        assertThat(client.bind(
                        new Session("s1", alice, device, "192.0.2.1", time.now(), 1, "node-1"),
                        Duration.ofHours(1),
                        token,
                        Duration.ofHours(2)))
                .isTrue();
        reply();
        codec.encoders = 0;
    }

    @Test
    void theReplyToTheLoginKeepsNothing() {
        logIn();
        reply();
        assertThat(codec.encoders).isEqualTo(1);
    }

    @Test
    void aBusyConnectionKeepsItsEncoder() {
        logIn();
        for (int i = 0; i < 10; i++) {
            client.timeouts().active(time.nanoTime());
            reply();
            time.advance(PING.dividedBy(10));
        }
        assertThat(codec.encoders).isEqualTo(1);
    }

    @Test
    void aSilentConnectionLetsGoOfIt() {
        logIn();
        reply();
        time.advance(PING);
        reply();
        assertThat(codec.encoders).isEqualTo(2);
    }
}
