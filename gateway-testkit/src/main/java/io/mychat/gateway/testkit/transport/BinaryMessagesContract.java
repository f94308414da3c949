package io.mychat.gateway.testkit.transport;

import static io.mychat.gateway.testkit.transport.RawClient.BINARY;
import static io.mychat.gateway.testkit.transport.RawClient.TEXT;
import static io.mychat.gateway.testkit.transport.RawClient.close;
import static io.mychat.gateway.testkit.transport.RawClient.frame;
import static io.mychat.gateway.testkit.transport.RawClient.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.transport.HandshakeDecision;
import io.mychat.gateway.spi.transport.MessageType;
import io.mychat.gateway.spi.transport.TransportCapability;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Connections with binary messages, for any transport on sockets.
 *
 * @since 0.1.0
 */
public abstract class BinaryMessagesContract extends WebSocketTransportContract {

    private static final int MAX_MESSAGE = 100_000;
    private static final byte[] NOT_UTF8 = {(byte) 0xC3, 0x28, 0, (byte) 0xFF};

    /** Called by JUnit. */
    protected BinaryMessagesContract() {
        super(MAX_MESSAGE, 1 << 20);
    }

    @BeforeEach
    void chooseBinaryMessages() throws Exception {
        server.nextOpened();
        client.close();
        server.decide(request -> new HandshakeDecision.Accept(null, MessageType.BINARY));
        client = server.connect();
    }

    private void isEchoed(byte[] payload) throws Exception {
        RawClient.Frame echo = client.read();
        assertThat(echo.opcode()).isEqualTo(BINARY);
        assertThat(Arrays.equals(echo.payload(), payload)).as("the same bytes").isTrue();
    }

    @Test
    void bytesOfAnyKindPassBothWaysUnchanged() throws Exception {
        client.write(frame(0x80 | BINARY, NOT_UTF8));
        isEchoed(NOT_UTF8);
    }

    @Test
    void messagesOfEveryLengthEncodingPass() throws Exception {
        for (int length : new int[] {0, 1, 125, 126, 65535, 65536, MAX_MESSAGE}) {
            byte[] payload = new byte[length];
            new Random(length).nextBytes(payload);
            client.write(frame(0x80 | BINARY, payload));
            isEchoed(payload);
        }
    }

    @Test
    void aMessageMayComeInFragments() throws Exception {
        client.write(join(
                frame(BINARY, Arrays.copyOf(NOT_UTF8, 1)),
                frame(0x00, new byte[0]),
                frame(0x80, Arrays.copyOfRange(NOT_UTF8, 1, NOT_UTF8.length))));
        isEchoed(NOT_UTF8);
    }

    @Test
    void aMessageThatIsSentWhileTheConnectionOpensIsBinary() throws Exception {
        server.whenOpen(side -> side.connection().send(NOT_UTF8));
        try (RawClient other = server.connect()) {
            RawClient.Frame first = other.read();
            assertThat(first.opcode()).isEqualTo(BINARY);
            assertThat(first.payload()).isEqualTo(NOT_UTF8);
        }
    }

    @Test
    void aTextClosesWith1003() throws Exception {
        client.write(frame(TEXT, "x"));
        assertThat(client.readCloseCode()).isEqualTo(1003);
        if (!server.capabilities().has(TransportCapability.ABORT)) {
            client.write(close(1003, "")); // the transport waits for it
        }
        assertThat(client.seesEnd()).isTrue();
        assertThat(server.nextOpened().texts()).isEmpty();
    }

    @Test
    void aMessageOverTheLimitClosesWith1009() throws Exception {
        client.write(frame(0x80 | BINARY, new byte[MAX_MESSAGE + 1]));
        assertThat(client.readCloseCode()).isEqualTo(1009);
        if (!server.capabilities().has(TransportCapability.ABORT)) {
            client.write(close(1009, "")); // as above
        }
        assertThat(client.seesEnd()).isTrue();
    }
}
