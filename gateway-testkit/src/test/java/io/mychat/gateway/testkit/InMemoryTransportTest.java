package io.mychat.gateway.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.Connection.SendResult;
import io.mychat.gateway.spi.transport.HandshakeDecision;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InMemoryTransportTest {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_MESSAGE = 100;
    private static final int MAX_OUTBOUND = 50;

    private final ManualTime time = new ManualTime();
    private final InMemoryTransport transport = new InMemoryTransport(time);
    private final RecordingListener gateway = new RecordingListener();

    @BeforeEach
    void start() {
        transport.start(
                new WebSocketSettings("127.0.0.1", 0, "/ws", MAX_MESSAGE, MAX_OUTBOUND, CLOSE_TIMEOUT), gateway);
    }

    @AfterEach
    void nothingIsLeft() {
        transport.close();
        assertThat(transport.openConnections()).isZero();
        assertThat(time.pendingTimers()).isZero();
    }

    @Test
    void textGoesBothWaysInOrder() {
        TestConnection client = transport.connect();

        client.send("eins");
        client.send("zwei €");
        gateway.connection().send("drei".getBytes(UTF_8));
        transport.settle();

        assertThat(gateway.events).containsExactly("eins", "zwei €");
        assertThat(client.takeReceived()).containsExactly("drei");
        assertThat(gateway.connection().outboundBytes()).isZero();
    }

    @Test
    void aRefusalIsVisible() {
        gateway.decision = new HandshakeDecision.Refuse(429, "{}", Duration.ofSeconds(3));

        assertThat(transport.attempt(TestHandshake.plain().from("192.0.2.1")))
                .isEqualTo(new ConnectResult.Refused(429, "{}", Duration.ofSeconds(3)));
        assertThatThrownBy(transport::connect)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("429");
    }

    @Test
    void anAbandonedHandshakeIsToldAndNothingElse() {
        transport.connectAndVanish(TestHandshake.plain());

        assertThat(gateway.events).containsExactly("abandoned");
        assertThat(transport.openConnections()).isZero();
    }

    @Test
    void pingsAreAnsweredOnBothSides() {
        TestConnection client = transport.connect();

        client.ping();
        transport.settle();
        gateway.connection().ping();
        transport.settle();

        assertThat(client.pongsReceived()).isEqualTo(1);
        assertThat(client.pingsReceived()).isEqualTo(1);
        assertThat(gateway.events).containsExactly("ping", "pong");
    }

    @Test
    void aClientThatDoesNotReadFillsTheOutboundBuffer() {
        TestConnection client = transport.connect();
        client.stopReading();
        byte[] message = new byte[23];

        assertThat(gateway.connection().send(message)).isEqualTo(SendResult.ACCEPTED);
        assertThat(gateway.connection().send(message)).isEqualTo(SendResult.ACCEPTED);
        assertThat(gateway.connection().outboundBytes()).isEqualTo(50);
        assertThat(gateway.connection().send(new byte[0])).isEqualTo(SendResult.FULL);
        assertThat(client.takeReceived()).isEmpty();

        client.startReading();
        transport.settle();

        assertThat(client.takeReceived()).hasSize(2);
        assertThat(gateway.connection().outboundBytes()).isZero();
        assertThat(gateway.events).containsExactly("drained");
    }

    @Test
    void nothingIsReceivedWhileSuspended() {
        TestConnection client = transport.connect();

        client.send("suspend");
        client.send("later");
        client.ping();
        transport.settle();
        assertThat(gateway.events).containsExactly("suspend");

        gateway.connection().resumeReceiving();
        transport.settle();
        assertThat(gateway.events).containsExactly("suspend", "later", "ping");
    }

    @Test
    void theClientsCloseIsAnsweredAndToldOnce() {
        TestConnection client = transport.connect();
        client.stopReading();
        gateway.connection().send("before".getBytes(UTF_8));

        client.close(1000);
        client.send("too late");
        transport.settle();
        assertThat(gateway.connection().send(new byte[1])).isEqualTo(SendResult.CLOSED);
        assertThat(gateway.events).isEmpty();

        client.startReading();
        transport.settle();
        assertThat(client.takeReceived()).containsExactly("before");
        assertThat(client.awaitClose(Duration.ZERO)).isEqualTo(OptionalInt.of(1000));
        assertThat(gateway.events).doesNotContain("too late").endsWith("closed 1000");
    }

    @Test
    void theGatewaysCloseComesAfterWhatWasQueued() {
        TestConnection client = transport.connect();
        client.stopReading();
        gateway.connection().send("last words".getBytes(UTF_8));

        gateway.connection().close(CloseReason.KICKED);
        gateway.connection().close(CloseReason.IDLE);
        client.startReading();
        transport.settle();

        assertThat(client.takeReceived()).containsExactly("last words");
        assertThat(client.awaitClose(Duration.ZERO)).isEqualTo(OptionalInt.of(4410));
        assertThat(gateway.events).endsWith("closed 4410").doesNotHaveDuplicates();
    }

    @Test
    void aSlowConsumerLosesWhatWasQueued() {
        TestConnection client = transport.connect();
        client.stopReading();
        gateway.connection().send("never seen".getBytes(UTF_8));

        gateway.connection().close(CloseReason.SLOW_CONSUMER);
        client.startReading();
        transport.settle();

        assertThat(client.takeReceived()).isEmpty();
        assertThat(gateway.events).containsExactly("closed 4430");
    }

    @Test
    void aClientThatDoesNotAnswerTheCloseIsCutAfterTheTimeout() {
        TestConnection client = transport.connect();
        client.becomeUnresponsive();

        gateway.connection().close(CloseReason.IDLE);
        client.send("still here");
        time.advance(CLOSE_TIMEOUT.minusMillis(1));
        transport.settle();
        assertThat(gateway.events).isEmpty();

        time.advance(Duration.ofMillis(1));
        transport.settle();
        assertThat(gateway.events).containsExactly("closed 4409");
    }

    @Test
    void closingReadsOnWhereReceivingWasSuspended() {
        TestConnection client = transport.connect();
        client.send("suspend");
        client.send("dropped");
        transport.settle();

        gateway.connection().close(CloseReason.KICKED);
        transport.settle();

        assertThat(gateway.events).containsExactly("suspend", "closed 4410");
    }

    @Test
    void aVanishedClientIs1006() {
        TestConnection client = transport.connect();

        client.vanish();
        client.vanish();
        transport.settle();

        assertThat(gateway.events).containsExactly("closed 1006");
        assertThat(client.awaitClose(Duration.ZERO)).isEqualTo(OptionalInt.of(1006));
    }

    @Test
    void aMessageOverTheLimitIs1009() {
        TestConnection client = transport.connect();

        client.sendBytes(new byte[MAX_MESSAGE]);
        client.sendBytes(new byte[MAX_MESSAGE + 1]);
        client.send("after");
        transport.settle();

        assertThat(gateway.events).hasSize(2).endsWith("closed 1009");
        assertThat(client.awaitClose(Duration.ZERO)).isEqualTo(OptionalInt.of(1009));
    }

    @Test
    void invalidUtf8Is1007AndBinaryIs1003() {
        TestConnection client = transport.connect();
        client.sendBytes(new byte[] {(byte) 0xC3, (byte) 0x28});
        transport.settle();
        assertThat(gateway.events).containsExactly("closed 1007");

        TestConnection other = transport.connect();
        other.sendBinary(new byte[] {1});
        transport.settle();
        assertThat(gateway.events).containsExactly("closed 1007", "closed 1003");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1006, 1015, 2999, 5000})
    void aCloseCodeThatMustNotBeSentIsAProtocolError(int code) {
        TestConnection client = transport.connect();

        client.close(code);
        transport.settle();

        assertThat(gateway.events).containsExactly("closed 1002");
        assertThat(client.awaitClose(Duration.ZERO)).isEqualTo(OptionalInt.of(1002));
    }

    @Test
    void aReceiverThatThrowsClosesWith1011() {
        TestConnection client = transport.connect();

        client.send("throw");
        transport.settle();

        assertThat(gateway.events).containsExactly("throw", "closed 1011");
        assertThat(client.awaitClose(Duration.ZERO)).isEqualTo(OptionalInt.of(1011));
        assertThat(transport.failures()).hasSize(1);
    }

    @Test
    void closingTheTransportEndsWhatIsOpen() {
        TestConnection client = transport.connect();

        transport.close();

        assertThat(gateway.events).containsExactly("closed 1006");
        assertThat(client.isOpen()).isFalse();
        assertThat(transport.isAccepting()).isFalse();
        assertThatThrownBy(transport::connect).isInstanceOf(IllegalStateException.class);
    }
}
