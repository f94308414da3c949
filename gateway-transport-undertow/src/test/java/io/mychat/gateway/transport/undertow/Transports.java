package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.transport.undertow.accept.HeadLimits;
import io.mychat.gateway.transport.undertow.tls.ServerTls;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes transports for tests. */
final class Transports {

    private Transports() {}

    static UndertowSettings settings(@Nullable ServerTls tls) {
        return new UndertowSettings(
                2,
                4,
                4,
                new HeadLimits(16_384, 100),
                Duration.ofSeconds(2),
                new UndertowSettings.Newcomers(32, 2),
                TcpSettings.DEFAULTS,
                Duration.ofMillis(200),
                tls);
    }

    static UndertowWebSocketTransport webSocket(TimeSource time, @Nullable ServerTls tls) {
        UndertowSettings settings = settings(tls);
        return new UndertowWebSocketTransport(settings, new SharedWorker(settings), time);
    }

    static UndertowHttpTransport http(@Nullable ServerTls tls) {
        UndertowSettings settings = settings(tls);
        return new UndertowHttpTransport(settings, new SharedWorker(settings));
    }
}
