package io.mychat.gateway.client.jdk;

import io.mychat.gateway.client.port.Socket;
import io.mychat.gateway.client.port.SocketListener;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One connection. What is sent waits in {@code tail} for what was sent before; the caller bounds it by the answers that it waits for. */
final class JdkSocket implements Socket, WebSocket.Listener {

    private static final int NO_CODE = 1006;
    private static final int MAX_CHARACTERS = 16 * 1024 * 1024;
    private static final int GOODBYE_MILLIS = 2_000;
    private static final int BROKEN_MILLIS = 500;

    /** Frames that the JDK may read before they are wanted, so that it sees the end of the connection while one is handled. */
    private static final int AHEAD = 16;

    private final SocketListener listener;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final LostEnd lostEnd;
    private final StringBuilder parts = new StringBuilder(); // of the thread that delivers
    private final CompletableFuture<@Nullable WebSocket> opening = new CompletableFuture<>();
    private CompletableFuture<@Nullable WebSocket> tail = opening; // guarded by this

    JdkSocket(SocketListener listener) {
        this(listener, CompletableFuture.delayedExecutor(LostEnd.QUIET_MILLIS, TimeUnit.MILLISECONDS));
    }

    /** @param later the clock of {@link LostEnd} */
    JdkSocket(SocketListener listener, Executor later) {
        this.listener = listener;
        this.lostEnd = new LostEnd(this::ping, later);
    }

    void openedBy(CompletionStage<WebSocket> handshake) {
        handshake.whenComplete((socket, failure) -> {
            opening.complete(socket);
            if (failure != null) {
                end(NO_CODE);
            }
        });
    }

    private synchronized void enqueue(Function<WebSocket, CompletableFuture<WebSocket>> next) {
        tail = tail.thenCompose(socket -> socket == null
                ? CompletableFuture.<@Nullable WebSocket>completedFuture(null)
                : next.apply(socket).handle((done, failure) -> socket));
    }

    @Override
    public void send(String text) {
        enqueue(socket -> watched(socket.sendText(text, true)));
    }

    private void ping() {
        enqueue(socket -> watched(socket.sendPing(ByteBuffer.allocate(0))));
    }

    private CompletableFuture<WebSocket> watched(CompletableFuture<WebSocket> sending) {
        return sending.whenComplete((sent, failure) -> {
            if (failure != null) {
                broken();
            }
        });
    }

    /** The way out is closed. Mostly the reason is on its way in; the JDK does not always report it. */
    private void broken() {
        later(BROKEN_MILLIS, () -> {
            abortSocket();
            end(NO_CODE);
        });
    }

    private static void later(long millis, Runnable task) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(task);
    }

    @Override
    public void close() {
        lostEnd.certain();
        enqueue(socket -> socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
        later(GOODBYE_MILLIS, this::abort);
    }

    @Override
    public void abort() {
        ended.set(true);
        lostEnd.certain();
        abortSocket();
    }

    private void abortSocket() {
        CompletionStage<@Nullable WebSocket> opened = opening;
        opened.thenAccept(socket -> {
            if (socket != null) {
                socket.abort();
            }
        });
    }

    @Override
    public void onOpen(WebSocket socket) {
        listener.opened();
        request(socket, AHEAD);
    }

    private void request(WebSocket socket, int frames) {
        lostEnd.wants(frames);
        socket.request(frames);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        lostEnd.frame();
        if (parts.length() + data.length() > MAX_CHARACTERS) {
            socket.abort();
            end(NO_CODE);
            return null;
        }
        parts.append(data);
        if (!last) {
            request(socket, 1);
            return null;
        }
        String text = parts.toString();
        parts.setLength(0);
        listener.received(text).thenRun(() -> request(socket, 1));
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer payload) {
        lostEnd.frame();
        request(socket, 1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer payload) {
        lostEnd.certain();
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        end(code);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
        socket.abort();
        end(NO_CODE);
    }

    private void end(int code) {
        lostEnd.certain();
        if (ended.compareAndSet(false, true)) {
            listener.closed(code);
        }
    }
}
