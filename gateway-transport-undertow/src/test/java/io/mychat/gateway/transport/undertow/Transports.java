package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.transport.common.TcpSettings;
import io.mychat.gateway.transport.common.TransportSettings;
import io.mychat.gateway.transport.common.deflate.CompressionSettings;
import io.mychat.gateway.transport.common.request.HeadLimits;
import io.mychat.gateway.transport.common.tls.ServerTls;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes transports for tests. */
final class Transports {

    private Transports() {}

    /** Compresses every message that is not empty. */
    static final CompressionSettings COMPRESSION = new CompressionSettings(true, 1, 6, 4);

    static TransportSettings settings(@Nullable ServerTls tls) {
        return settings(tls, CompressionSettings.OFF);
    }

    static TransportSettings settings(@Nullable ServerTls tls, CompressionSettings compression) {
        return new TransportSettings(
                2,
                4,
                4,
                new HeadLimits(16_384, 100),
                Duration.ofSeconds(2),
                new TransportSettings.Newcomers(32, 2),
                TcpSettings.DEFAULTS,
                compression,
                Duration.ofMillis(200),
                tls);
    }

    static UndertowWebSocketTransport webSocket(TimeSource time, @Nullable ServerTls tls) {
        TransportSettings settings = settings(tls);
        return new UndertowWebSocketTransport(settings, new SharedWorker(settings), time);
    }

    static UndertowWebSocketTransport compressing(TimeSource time, @Nullable ServerTls tls) {
        return compressing(time, tls, COMPRESSION);
    }

    static UndertowWebSocketTransport compressing(
            TimeSource time, @Nullable ServerTls tls, CompressionSettings compression) {
        TransportSettings settings = settings(tls, compression);
        return new UndertowWebSocketTransport(settings, new SharedWorker(settings), time);
    }

    static UndertowHttpTransport http(@Nullable ServerTls tls) {
        TransportSettings settings = settings(tls);
        return new UndertowHttpTransport(settings, new SharedWorker(settings));
    }
}
