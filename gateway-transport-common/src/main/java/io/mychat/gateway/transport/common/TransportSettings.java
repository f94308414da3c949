package io.mychat.gateway.transport.common;

import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.transport.common.deflate.CompressionSettings;
import io.mychat.gateway.transport.common.request.HeadLimits;
import io.mychat.gateway.transport.common.tls.ServerTls;
import io.mychat.gateway.transport.common.tls.TlsReader;
import io.mychat.gateway.transport.common.tls.TlsSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the transports on sockets in section {@code server}.
 *
 * @param ioThreads {@code io_threads}: threads that serve sockets; one for each processor by default
 * @param workerThreads {@code worker_threads} (16): threads that answer HTTP requests
 * @param workerQueue {@code worker_queue_size} (256): HTTP requests that may wait for such a thread; further ones get
 *     503
 * @param head {@code max_request_head_bytes} (16384) and {@code max_request_headers} (100)
 * @param requestTimeout {@code request_timeout_seconds} (10): time limit of a request or handshake, and of a
 *     connection without a request
 * @param newcomers {@code newcomer_steps_per_turn} (32) and {@code tls_threads} (half of the processors)
 * @param tcp the keys that begin with {@code tcp_}
 * @param compression section {@code websocket_compression}
 * @param stopGrace {@code stop_grace_ms} (2000): how long running HTTP requests may continue when the transport closes
 * @param tls the settings of {@code ssl_enabled} (false), {@code ssl_cert_path}, {@code ssl_key_path} and section
 *     {@code tls}; null without TLS
 */
public record TransportSettings(
        int ioThreads,
        int workerThreads,
        int workerQueue,
        HeadLimits head,
        Duration requestTimeout,
        Newcomers newcomers,
        TcpSettings tcp,
        CompressionSettings compression,
        Duration stopGrace,
        @Nullable ServerTls tls) {

    /**
     * The limits of the work for new connections, so that open connections are not delayed.
     *
     * @param stepsPerTurn steps of new connections that an I/O thread takes before it serves its other sockets again
     * @param tlsThreads threads for the cryptography of TLS handshakes
     */
    public record Newcomers(int stepsPerTurn, int tlsThreads) {

        static Newcomers read(ConfigSection server) {
            return new Newcomers(
                    server.integer("newcomer_steps_per_turn"), server.integer("tls_threads", defaultTlsThreads()));
        }

        private static int defaultTlsThreads() {
            return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        }
    }

    /** Reads the keys; faults are reported to the sections. */
    public static TransportSettings read(ModuleSettings settings) {
        ConfigSection server = settings.section("server");
        int processors = Math.max(1, Runtime.getRuntime().availableProcessors());
        return new TransportSettings(
                server.integer("io_threads", processors),
                server.integer("worker_threads"),
                server.integer("worker_queue_size"),
                new HeadLimits(server.integer("max_request_head_bytes"), server.integer("max_request_headers")),
                server.duration("request_timeout_seconds"),
                Newcomers.read(server),
                TcpSettings.read(server),
                CompressionSettings.read(server.section("websocket_compression")),
                server.duration("stop_grace_ms"),
                tls(settings));
    }

    /** With this TLS. */
    public TransportSettings with(ServerTls other) {
        return new TransportSettings(
                ioThreads,
                workerThreads,
                workerQueue,
                head,
                requestTimeout,
                newcomers,
                tcp,
                compression,
                stopGrace,
                other);
    }

    private static @Nullable ServerTls tls(ModuleSettings settings) {
        TlsSettings tls = TlsReader.read(settings);
        return tls == null ? null : new ServerTls(tls);
    }
}
