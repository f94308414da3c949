package io.mychat.gateway.transport.jakarta.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.transport.BufferAccount;
import io.mychat.gateway.spi.transport.Connection;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.ConnectionReceiver;
import io.mychat.gateway.spi.transport.HandshakeDecision;
import io.mychat.gateway.spi.transport.HandshakeRequest;
import io.mychat.gateway.spi.transport.MessageType;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import io.mychat.gateway.testkit.CountingAccount;
import io.mychat.gateway.testkit.ManualTime;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pieces that come while another thread tells the receiver that its output has left. */
final class ContainerConnectionTest implements ConnectionReceiver, ConnectionListener {

    private final List<SendHandler> sends = new CopyOnWriteArrayList<>();
    private final List<String> closes = new CopyOnWriteArrayList<>();
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final CountingAccount account = new CountingAccount();
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final Connections home = new Connections(
            new WebSocketSettings("127.0.0.1", 0, "/ws", 1000, 1000, Duration.ofSeconds(1)),
            this,
            8192,
            1,
            new ManualTime());
    private final ContainerConnection connection =
            new ContainerConnection(home, session(), new InetSocketAddress(0), MessageType.TEXT);
    private volatile boolean suspends;

    private Session session() {
        RemoteEndpoint.Async remote = proxy(RemoteEndpoint.Async.class, (self, method, arguments) -> {
            if (method.getName().equals("sendText")) {
                sends.add((SendHandler) arguments[1]);
            }
            return null;
        });
        return proxy(Session.class, (self, method, arguments) -> {
            if (method.getName().equals("close")) {
                closes.add(String.valueOf(arguments[0]));
            }
            return method.getName().equals("getAsyncRemote") ? remote : null;
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler calls) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls));
    }

    /** Another thread is in {@link #onDrained} from here on, until {@link #goOn}. */
    @BeforeEach
    @SuppressWarnings("deprecation") // Jakarta WebSocket 2.1 has no other constructor
    void anotherThreadIsBusy() throws InterruptedException {
        connection.start(this);
        connection.send("reply".getBytes(UTF_8));
        new Thread(() -> sends.get(0).onResult(new SendResult())).start();
        inside.await();
        account.limit(0);
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        home.close();
    }

    @Test
    void aWholeMessageOfThatTimeIsNotCounted() {
        connection.piece("next", true);

        goOn.countDown();
        await().untilAsserted(() -> assertThat(texts).containsExactly("next"));
        assertThat(closes).isEmpty();
        assertThat(account.inbound()).isZero();
    }

    @Test
    void whatComesBehindItIsCounted() {
        account.limit(10_000);
        connection.piece("next", true);
        connection.piece("more", true);
        assertThat(account.inbound()).isPositive();

        goOn.countDown();
        await().untilAsserted(() -> assertThat(texts).containsExactly("next", "more"));
        await().untilAsserted(() -> assertThat(account.inbound()).isZero());
    }

    @Test
    void aMessageThatHasToWaitThenIsCounted() {
        account.limit(10_000);
        suspends = true;
        connection.piece("next", true);

        goOn.countDown();
        await().untilAsserted(() -> assertThat(account.inbound()).isEqualTo(4));
        connection.resumeReceiving();
        await().untilAsserted(() -> assertThat(texts).containsExactly("next"));
        assertThat(account.inbound()).isZero();
    }

    @Test
    void aMessageThatHasToWaitThenAndMayNotBeKeptClosesTheConnection() {
        suspends = true;
        connection.piece("next", true);

        goOn.countDown();
        await().untilAsserted(() -> assertThat(closes).hasSize(1));
        assertThat(closes.get(0)).contains("1013");
        assertThat(account.inbound()).isZero();
        assertThat(texts).isEmpty();
    }

    @Override
    public BufferAccount buffers() {
        return account;
    }

    @Override
    public void onMessage(byte[] buffer, int offset, int length) {
        texts.add(new String(buffer, offset, length, UTF_8));
    }

    @Override
    public void onDrained() {
        inside.countDown();
        try {
            goOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (suspends) {
            connection.suspendReceiving();
        }
    }

    @Override
    public void onPing() {}

    @Override
    public void onPong() {}

    @Override
    public void onClosed(int code) {}

    @Override
    public HandshakeDecision onHandshake(HandshakeRequest request) {
        throw new IllegalStateException("no handshakes here");
    }

    @Override
    public ConnectionReceiver onOpen(HandshakeRequest request, Connection opened) {
        return this;
    }

    @Override
    public void onAbandoned(HandshakeRequest request) {}
}
