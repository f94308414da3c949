package io.mychat.gateway.core;

import io.mychat.gateway.spi.auth.AccessToken;
import io.mychat.gateway.spi.auth.TokenRequest;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpSettings;
import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import java.net.InetSocketAddress;
import java.time.Duration;

/** What stands in for the adapters of a gateway that {@link Preload} puts together. Nothing of it is called to do work. */
final class NoAdapter {

    private static final String NOT_STARTED = "this gateway is never started";

    private NoAdapter() {}

    /** For the WebSocket port. */
    static final class Sockets implements WebSocketTransport {

        @Override
        public InetSocketAddress start(WebSocketSettings settings, ConnectionListener listener) {
            throw new IllegalStateException(NOT_STARTED);
        }

        @Override
        public boolean isAccepting() {
            return false;
        }

        @Override
        public void close() {}
    }

    /** For the HTTP port. */
    static final class Http implements HttpTransport {

        @Override
        public InetSocketAddress start(HttpSettings settings, HttpEndpoint endpoint) {
            throw new IllegalStateException(NOT_STARTED);
        }

        @Override
        public boolean isAccepting() {
            return false;
        }

        @Override
        public void close() {}
    }

    /** For tokens. */
    static final class Tokens implements TokenService {

        @Override
        public AccessToken issue(TokenRequest request) {
            throw new IllegalStateException(NOT_STARTED);
        }

        @Override
        public TokenVerdict verify(String token) {
            throw new IllegalStateException(NOT_STARTED);
        }

        @Override
        public Duration lifetime() {
            return Duration.ZERO;
        }
    }
}
