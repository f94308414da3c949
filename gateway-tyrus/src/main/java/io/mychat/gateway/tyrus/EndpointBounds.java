package io.mychat.gateway.tyrus;

import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import java.time.Duration;

/**
 * The bounds of a host's endpoints: the keys of section {@code host_endpoints}.
 *
 * @param maxConnections {@code max_connections} (0): open connections and handshakes; 0: what the heap has room for
 * @param messageBytes {@code max_message_bytes} (0): the largest message of a client; 0: that of the gateway
 * @param framesPerSecond {@code frames_per_second} (100): of one client; 0: no limit
 * @param frameBurst {@code frame_burst} (500)
 * @param idleTimeout {@code idle_timeout_seconds} (300): silence in both directions
 * @param sendTimeout {@code send_timeout_seconds} (20): the time in which a socket takes one frame
 * @param shared what all of them share
 */
record EndpointBounds(
        int maxConnections,
        int messageBytes,
        int framesPerSecond,
        int frameBurst,
        Duration idleTimeout,
        Duration sendTimeout,
        Shared shared) {

    /** The heap for one connection: what Tyrus and an endpoint keep, and several times as much for everything else. */
    private static final long HEAP_OF_A_CONNECTION = 128 * 1024;

    private static final int MOST_BY_HEAP = 8192;

    /**
     * What all clients share.
     *
     * @param framesPerSecond {@code total_frames_per_second} (0): of all clients; 0: by the processors
     * @param frameBurst {@code total_frame_burst} (0); 0: those of one second
     * @param bytesPerSecond {@code total_bytes_per_second} (0): of all clients, and at once; 0: by the processors
     * @param threads {@code threads} (0): threads for the host's code; 0: by the processors
     */
    record Shared(int framesPerSecond, int frameBurst, int bytesPerSecond, int threads) {

        private static final int FRAMES_OF_A_PROCESSOR = 2000;
        private static final int BYTES_OF_A_PROCESSOR = 8 << 20;
        private static final int THREADS_OF_A_PROCESSOR = 8;
        private static final int MOST_BYTES = 1 << 30;
        private static final int LEAST_THREADS = 16;

        static Shared read(ConfigSection section, int processors) {
            int frames = section.integer("total_frames_per_second");
            int burst = section.integer("total_frame_burst");
            int bytes = section.integer("total_bytes_per_second");
            int threads = section.integer("threads");
            int perSecond = frames == 0 ? FRAMES_OF_A_PROCESSOR * processors : frames;
            return new Shared(
                    perSecond,
                    burst == 0 ? perSecond : burst,
                    bytes == 0 ? bytesFor(processors) : bytes,
                    threads == 0 ? threadsFor(processors) : threads);
        }

        static int bytesFor(int processors) {
            return (int) Math.min(MOST_BYTES, (long) BYTES_OF_A_PROCESSOR * processors);
        }

        static int threadsFor(int processors) {
            return Math.max(LEAST_THREADS, THREADS_OF_A_PROCESSOR * processors);
        }
    }

    static EndpointBounds read(ModuleSettings settings) {
        ConfigSection section = settings.section("host_endpoints");
        int connections = section.integer("max_connections");
        return new EndpointBounds(
                connections == 0 ? byHeap(Runtime.getRuntime().maxMemory()) : connections,
                section.integer("max_message_bytes"),
                section.integer("frames_per_second"),
                section.integer("frame_burst"),
                section.duration("idle_timeout_seconds"),
                section.duration("send_timeout_seconds"),
                Shared.read(section, Runtime.getRuntime().availableProcessors()));
    }

    static int byHeap(long bytes) {
        return (int) Math.max(1, Math.min(MOST_BY_HEAP, bytes / HEAP_OF_A_CONNECTION));
    }
}
