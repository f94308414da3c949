package io.mychat.gateway.transport.common.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.ConnectionReceiver;
import io.mychat.gateway.spi.transport.MessageType;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.transport.common.deflate.CompressionSettings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One connection's misfortune is no other's. */
final class IoLoopTest {

    private static final WebSocketSettings SETTINGS =
            new WebSocketSettings("127.0.0.1", 0, "/ws", 1000, 10_000, Duration.ofSeconds(1));

    private final Worker worker = new Worker();
    private final Connections home = Connections.of(SETTINGS, new ManualTime(), CompressionSettings.OFF);
    private final IoLoop loop = home.loop(worker);
    private final List<String> closed = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        home.close();
        worker.close();
    }

    private SocketConnection make(FakeStream socket) {
        return new SocketConnection(
                home,
                loop,
                socket,
                new SocketConnection.Handshake(new InetSocketAddress(0), MessageType.TEXT, new byte[0], null));
    }

    private SocketConnection start(String name, FakeStream socket) throws Exception {
        SocketConnection connection = make(socket);
        worker.run(() -> connection.start(new Receiver(name)));
        return connection;
    }

    @Test
    void aConnectionThatCannotEvenEndHarmsNoOther() throws Exception {
        FakeStream broken = new FakeStream();
        FakeStream well = new FakeStream();
        SocketConnection first = start("broken", broken);
        SocketConnection second = start("well", well);
        broken.broken = true;

        worker.run(
                () -> { // so that both are signalled before the loop looks
                    first.send(new byte[10]);
                    second.send(new byte[10]);
                });
        await().untilAsserted(() -> assertThat(well.written()).isEqualTo(12));

        for (int sent = 2; sent <= 4; sent++) {
            second.send(new byte[10]);
            int bytes = 12 * sent;
            await().untilAsserted(() -> assertThat(well.written()).isEqualTo(bytes));
        }
        assertThat(home.numbers().open()).isEqualTo(1);
    }

    @Test
    void aConnectionThatWasNeverStartedTakesNoneWithIt() throws Exception {
        FakeStream well = new FakeStream();
        start("well", well);
        FakeStream socket = new FakeStream();
        SocketConnection stillborn = make(socket);

        stillborn.close(CloseReason.KICKED);
        stillborn.endSoon();
        worker.run(() -> {});
        worker.run(() -> loop.remove(stillborn));

        await().until(() -> socket.closed);
        assertThat(home.numbers().open()).isEqualTo(1);
        home.close();
        assertThat(closed).containsExactly("well 1006");
        assertThat(well.closed).isTrue();
    }

    @Test
    void whatHasArrivedTogetherIsSaidToBelongTogether() throws Exception {
        List<String> events = new CopyOnWriteArrayList<>();
        byte[] twoMessages = {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 'a', (byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 'b'};
        SocketConnection connection = new SocketConnection(
                home,
                loop,
                new FakeStream(),
                new SocketConnection.Handshake(new InetSocketAddress(0), MessageType.TEXT, twoMessages, null));

        worker.run(() -> connection.start(new Receiver("talks") {
            @Override
            public void onReadBegins() {
                events.add("begins");
            }

            @Override
            public void onReadEnds() {
                events.add("ends");
            }

            @Override
            public void onMessage(byte[] buffer, int offset, int length) {
                events.add("" + (char) buffer[offset]);
            }
        }));

        await().untilAsserted(() -> assertThat(events).containsExactly("begins", "a", "b", "ends"));
    }

    private class Receiver implements ConnectionReceiver {

        private final String name;

        Receiver(String name) {
            this.name = name;
        }

        @Override
        public void onMessage(byte[] buffer, int offset, int length) {}

        @Override
        public void onPing() {}

        @Override
        public void onPong() {}

        @Override
        public void onDrained() {}

        @Override
        public void onClosed(int code) {
            closed.add(name + " " + code);
        }
    }
}
