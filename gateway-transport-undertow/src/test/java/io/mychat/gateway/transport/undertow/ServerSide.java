package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.transport.Connection;
import io.mychat.gateway.spi.transport.ConnectionReceiver;
import io.mychat.gateway.spi.transport.HandshakeRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** The server's side of one connection: echoes text unless told otherwise, and remembers what happened. */
final class ServerSide implements ConnectionReceiver {

    final HandshakeRequest request;
    final Connection connection;
    final List<String> texts = new CopyOnWriteArrayList<>();
    final List<Integer> closes = new CopyOnWriteArrayList<>();
    final AtomicInteger pings = new AtomicInteger();
    final AtomicInteger pongs = new AtomicInteger();
    final AtomicInteger drained = new AtomicInteger();
    volatile BiConsumer<ServerSide, byte[]> onText = (side, text) -> side.connection.send(text);

    ServerSide(HandshakeRequest request, Connection connection) {
        this.request = request;
        this.connection = connection;
    }

    @Override
    public void onText(byte[] buffer, int offset, int length) {
        byte[] text = Arrays.copyOfRange(buffer, offset, offset + length);
        texts.add(new String(text, StandardCharsets.UTF_8));
        onText.accept(this, text);
    }

    @Override
    public void onPing() {
        pings.incrementAndGet();
    }

    @Override
    public void onPong() {
        pongs.incrementAndGet();
    }

    @Override
    public void onDrained() {
        drained.incrementAndGet();
    }

    @Override
    public void onClosed(int code) {
        closes.add(code);
    }
}
