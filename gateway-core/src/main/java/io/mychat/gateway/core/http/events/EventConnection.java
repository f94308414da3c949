package io.mychat.gateway.core.http.events;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.Connection;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.ConnectionReceiver;
import io.mychat.gateway.spi.transport.HttpStream;
import io.mychat.gateway.spi.transport.HttpStreamListener;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session of one client over events and requests. The receiver and the stream's listener are called one after the
 * other; sending and closing need no turn.
 *
 * <p>The class is long because it joins both directions to one connection.
 */
final class EventConnection implements Connection, HttpStreamListener {

    private static final Logger log = LoggerFactory.getLogger(EventConnection.class);
    private static final int VANISHED = 1006;

    private final EventHandshake handshake;
    private final ConnectionListener listener;
    private final EventSettings settings;
    private final Owner owner;
    private final Optional<EnvelopeList> login;
    private final SerialCalls calls = new SerialCalls();
    private final EventOutbound outbound;
    private final EventInbound inbound;
    private final AtomicInteger posts = new AtomicInteger();
    private final AtomicReference<@Nullable CloseReason> closing = new AtomicReference<>();

    private volatile @Nullable HttpStream stream;
    private volatile long lastWritten;
    private volatile boolean left;
    private volatile TimeSource.@Nullable Timer beat;
    private volatile TimeSource.@Nullable Timer closeTimer;
    private @Nullable ConnectionReceiver receiver;
    private boolean closed;

    /** Knows the open streams. */
    interface Owner {

        /** Called when the stream opens, before its client can know it. Returns the key of its session. */
        String opened(EventConnection connection);

        void ended(EventConnection connection);
    }

    /** @param login what the client would send first; empty: it logs in by itself */
    EventConnection(
            EventHandshake handshake,
            ConnectionListener listener,
            EventSettings settings,
            Owner owner,
            Optional<EnvelopeList> login) {
        this.handshake = handshake;
        this.listener = listener;
        this.settings = settings;
        this.owner = owner;
        this.login = login;
        this.outbound = new EventOutbound(settings.maxOutboundBytes());
        this.inbound = new EventInbound(settings, this::close);
    }

    @Override
    public void onOpen(HttpStream to) {
        calls.run(() -> {
            stream = to;
            outbound.add(EventFormat.opened(owner.opened(this)));
            outbound.open(to);
            lastWritten = settings.time().nanoTime();
            try {
                ConnectionReceiver opened = listener.onOpen(handshake, this);
                receiver = opened;
                outbound.countIn(opened.buffers());
                login.ifPresent(message -> inbound.add(new Post(message), () -> {}));
                inbound.open(opened);
                beatAfter(settings.timeouts().heartbeat());
            } catch (RuntimeException | Error e) { // a mistake ends this session and no other
                failed(e);
            }
        });
    }

    /** Whether its client showed a token at once, or a ticket. */
    boolean hadToken() {
        return login.isPresent();
    }

    private void failed(Throwable cause) {
        log.debug("A session over events fails", cause);
        close(CloseReason.INTERNAL_ERROR);
    }

    /** Calls the receiver, which a mistake closes. */
    private void call(Runnable event) {
        calls.run(() -> {
            try {
                event.run();
            } catch (RuntimeException | Error e) { // as above
                failed(e);
            }
        });
    }

    /**
     * Passes the messages of a request on.
     *
     * @return empty when too many requests of this session wait; failed by nothing
     */
    CompletableFuture<Optional<Post.Outcome>> post(EnvelopeList messages) {
        if (posts.incrementAndGet() > settings.limits().maxEventPosts()) {
            posts.decrementAndGet();
            return CompletableFuture.completedFuture(Optional.empty());
        }
        Post post = new Post(messages);
        CompletableFuture<Optional<Post.Outcome>> answer = post.outcome.thenApply(outcome -> {
            posts.decrementAndGet();
            return Optional.of(outcome);
        });
        call(() -> inbound.add(post, () -> call(() -> inbound.expire(post))));
        return answer;
    }

    /** The client leaves: what waits and the last event are sent first, as after the close frame of a WebSocket. */
    void leave() {
        left = true;
        close(CloseReason.NORMAL);
    }

    private void beatAfter(Duration wait) {
        beat = settings.time().schedule(wait, () -> {
            if (closing.get() != null || left) {
                return;
            }
            long silence = settings.time().nanoTime() - lastWritten;
            long longest = settings.timeouts().heartbeat().toNanos();
            if (silence >= longest) {
                outbound.comment();
            }
            beatAfter(Duration.ofNanos(silence >= longest ? longest : longest - silence));
        });
    }

    @Override
    public void onWritten() {
        lastWritten = settings.time().nanoTime();
        EventOutbound.Written written = outbound.written();
        call(() -> {
            ConnectionReceiver open = receiver;
            if (open == null || closed) {
                return;
            }
            if (written.comment()) {
                open.onPong();
            }
            if (written.drained()) {
                open.onDrained();
            }
        });
    }

    @Override
    public void onClosed() {
        boolean told = outbound.isLastWritten();
        outbound.discard();
        call(() -> {
            if (closed) {
                return;
            }
            closed = true;
            inbound.end();
            owner.ended(this);
            cancel(beat);
            cancel(closeTimer);
            CloseReason reason = closing.getAndSet(CloseReason.NORMAL);
            ConnectionReceiver open = receiver;
            if (open != null) {
                int own = left ? CloseReason.NORMAL.code() : VANISHED;
                open.onClosed(told && reason != null ? reason.code() : own);
            } else if (stream == null) {
                listener.onAbandoned(handshake);
            }
        });
    }

    private static void cancel(TimeSource.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    @Override
    public InetSocketAddress peer() {
        return handshake.peer();
    }

    @Override
    public SendResult send(byte[] payload) {
        if (closing.get() != null) {
            return SendResult.CLOSED;
        }
        return outbound.add(EventFormat.message(payload, EventId.of(payload, settings.json())));
    }

    @Override
    public void ping() {
        outbound.comment();
    }

    @Override
    public void close(CloseReason reason) {
        if (!closing.compareAndSet(null, reason)) {
            return;
        }
        outbound.close(EventFormat.closed(reason), reason == CloseReason.SLOW_CONSUMER);
        closeTimer = settings.time().schedule(settings.timeouts().close(), () -> {
            HttpStream open = stream;
            if (open != null) {
                open.abort();
            }
        });
        call(inbound::end);
    }

    @Override
    public void suspendReceiving() {
        inbound.suspend();
    }

    @Override
    public void resumeReceiving() {
        inbound.resume();
        call(inbound::pump);
    }

    @Override
    public long outboundBytes() {
        return outbound.bytes();
    }
}
