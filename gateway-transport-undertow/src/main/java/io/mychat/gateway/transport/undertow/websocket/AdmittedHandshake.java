package io.mychat.gateway.transport.undertow.websocket;

import io.mychat.gateway.transport.common.websocket.HandshakeCheck;
import io.mychat.gateway.transport.undertow.accept.ClientChannel;
import io.mychat.gateway.transport.undertow.http.ErrorResponse;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/** A handshake for the host, whose place is given back once: at its refusal, or at the end of its connection. */
public final class AdmittedHandshake {

    private static final byte[] NOTHING = {};

    private final HttpServerExchange exchange;
    private final Runnable release;
    private final AtomicBoolean released = new AtomicBoolean();
    /** Whether the host has the connection, which ends without an event of the HTTP layer. */
    private volatile boolean handedOver;

    private volatile boolean accepted;

    AdmittedHandshake(HttpServerExchange exchange, Runnable release) {
        this.exchange = exchange;
        this.release = release;
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
            release.run();
        }
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
