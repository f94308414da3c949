package io.mychat.gateway.transport.nio;

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

    /** Compresses every message that is not empty. */
    static final CompressionSettings COMPRESSION = new CompressionSettings(true, 1, 6, 4);

    private Transports() {}

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

    static NioWebSocketTransport webSocket(TimeSource time, @Nullable ServerTls tls) {
        return webSocket(time, tls, CompressionSettings.OFF);
    }

    static NioWebSocketTransport webSocket(TimeSource time, @Nullable ServerTls tls, CompressionSettings compression) {
        return new NioWebSocketTransport(PortLifecycle.Shared.of(settings(tls, compression)), time);
    }

    static NioHttpTransport http(@Nullable ServerTls tls) {
        return new NioHttpTransport(PortLifecycle.Shared.of(settings(tls, CompressionSettings.OFF)));
    }
}
