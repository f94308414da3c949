package io.mychat.gateway.transport.undertow.websocket;

import io.mychat.gateway.spi.transport.BufferAccount;
import io.mychat.gateway.spi.transport.HostedConnection;
import io.mychat.gateway.transport.common.websocket.HandshakeCheck;
import io.mychat.gateway.transport.undertow.accept.ClientChannel;
import io.mychat.gateway.transport.undertow.http.ErrorResponse;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/** A handshake for the host, whose place is given back once: at its refusal, or at the end of its connection. */
public final class AdmittedHandshake {

    private static final byte[] NOTHING = {};

    private final HttpServerExchange exchange;
    private final Place place;
    private final AtomicBoolean released = new AtomicBoolean();
    /** What else is to be done at the end; the monitor of this object guards it. */
    private @Nullable Runnable afterwards;
    /** Whether the host has the connection, which ends without an event of the HTTP layer. */
    private volatile boolean handedOver;

    private volatile boolean accepted;

    /** What the gateway holds for a handshake of the host. */
    interface Place {

        /** Opens the account of the connection that it has become. */
        BufferAccount account(HostedConnection connection);

        void release();
    }

    AdmittedHandshake(HttpServerExchange exchange, Place place) {
        this.exchange = exchange;
        this.place = place;
        exchange.getConnection().addCloseListener(closed -> unlessHandedOver());
        exchange.addExchangeCompleteListener((done, proceed) -> {
            if (!accepted) {
                release();
            }
            proceed.proceed();
        });
    }

    private void unlessHandedOver() {
        if (!handedOver) {
            release();
        }
    }

    /** Gives back the place. Callable from any thread, more than once. */
    public void release() {
        if (released.compareAndSet(false, true)) {
            place.release();
            Runnable last;
            synchronized (this) {
                last = afterwards;
            }
            if (last != null) {
                last.run();
            }
        }
    }

    /** Runs something, once, after the place is given back; at once when that has happened. */
    public void whenReleased(Runnable last) {
        AtomicBoolean ran = new AtomicBoolean();
        Runnable once = () -> {
            if (ran.compareAndSet(false, true)) {
                last.run();
            }
        };
        synchronized (this) {
            afterwards = once;
        }
        if (released.get()) {
            once.run();
        }
    }

    /** Opens the account for the bytes of the connection that it has become. */
    public BufferAccount account(HostedConnection connection) {
        return place.account(connection);
    }

    /** The request. */
    public HttpServerExchange exchange() {
        return exchange;
    }

    /** Whether the connection uses TLS. */
    public boolean isSecure() {
        ClientChannel channel = ClientChannel.of(exchange);
        return channel != null && channel.isTls();
    }

    /** Answers with an error and closes the connection. */
    public void refuse(int status, String message, String error, String detail) {
        new ErrorResponse(status, message, error, detail).send(exchange);
    }

    /** Answers 101; {@code opened} takes over the connection and the bytes that came with the handshake. */
    public void accept(BiConsumer<StreamConnection, byte[]> opened) {
        String key = exchange.getRequestHeaders().getFirst(Headers.SEC_WEB_SOCKET_KEY);
        exchange.getResponseHeaders().put(Headers.SEC_WEB_SOCKET_ACCEPT, HandshakeCheck.accept(key));
        accepted = true;
        exchange.upgradeChannel("websocket", (channel, done) -> open(channel, opened));
        exchange.endExchange();
    }

    private void open(StreamConnection channel, BiConsumer<StreamConnection, byte[]> opened) {
        if (released.get()) {
            IoUtils.safeClose(channel);
            return;
        }
        handedOver = true;
        byte[] early = NOTHING;
        StreamConnection raw = channel;
        if (channel instanceof ClientChannel client) {
            early = client.takeRest();
            raw = client.detach();
        }
        opened.accept(raw, early);
    }
}
