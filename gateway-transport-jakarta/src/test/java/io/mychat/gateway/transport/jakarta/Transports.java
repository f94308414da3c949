package io.mychat.gateway.transport.jakarta;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpSettings;
import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.spi.transport.TransportCapability;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Transports in a running container, at its address. */
final class Transports {

    static final JakartaSettings SETTINGS =
            new JakartaSettings(1 << 20, 4, 8, Duration.ofSeconds(10), Duration.ofMillis(200));

    private Transports() {}

    static WebSocketTransport webSocket(TestContainer.Kind kind, TimeSource time) {
        return new HostedWebSockets(kind, time);
    }

    static HttpTransport http(TestContainer.Kind kind, TimeSource time) {
        return new HostedHttp(kind, time);
    }

    private static final class HostedWebSockets implements WebSocketTransport {

        private final TestContainer.Kind kind;
        private final TimeSource time;
        private @Nullable WebSocketTransport mounted;

        HostedWebSockets(TestContainer.Kind kind, TimeSource time) {
            this.kind = kind;
            this.time = time;
        }

        @Override
        public InetSocketAddress start(WebSocketSettings settings, ConnectionListener listener) throws IOException {
            SharedContainer container = SharedContainer.of(kind);
            mounted = container.mount().webSockets(SETTINGS, time);
            mounted.start(settings, listener);
            return container.address();
        }

        @Override
        public Set<TransportCapability> capabilities() {
            return mounted == null ? Set.of() : mounted.capabilities();
        }

        @Override
        public boolean isAccepting() {
            return mounted != null && mounted.isAccepting();
        }

        @Override
        public void close() {
            if (mounted != null) {
                mounted.close();
            }
        }
    }

    private static final class HostedHttp implements HttpTransport {

        private final TestContainer.Kind kind;
        private final TimeSource time;
        private @Nullable HttpTransport mounted;

        HostedHttp(TestContainer.Kind kind, TimeSource time) {
            this.kind = kind;
            this.time = time;
        }

        @Override
        public InetSocketAddress start(HttpSettings settings, HttpEndpoint endpoint) throws IOException {
            SharedContainer container = SharedContainer.of(kind);
            mounted = container.mount().http(SETTINGS, time);
            mounted.start(settings, endpoint);
            return container.address();
        }

        @Override
        public Set<TransportCapability> capabilities() {
            return mounted == null ? Set.of() : mounted.capabilities();
        }

        @Override
        public boolean isAccepting() {
            return mounted != null && mounted.isAccepting();
        }

        @Override
        public void close() {
            if (mounted != null) {
                mounted.close();
            }
        }
    }
}
