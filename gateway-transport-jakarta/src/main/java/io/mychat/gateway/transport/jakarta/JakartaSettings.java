package io.mychat.gateway.transport.jakarta;

import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import java.time.Duration;

/**
 * The keys of section {@code jakarta}.
 *
 * @param readAheadBytes {@code read_ahead_bytes} (1 MiB): input that a connection keeps while receiving is suspended
 * @param closingThreads {@code closing_threads} (4): threads for pings and closes, which block in some containers
 * @param maxRequests {@code max_http_requests} (272): HTTP requests that are being answered; further ones get 503
 * @param requestTimeout {@code request_timeout_seconds} (10): the time limit for receiving a body
 * @param stopGrace {@code stop_grace_ms} (2000): how long running HTTP requests may continue at a stop
 */
record JakartaSettings(
        int readAheadBytes, int closingThreads, int maxRequests, Duration requestTimeout, Duration stopGrace) {

    static JakartaSettings read(ModuleSettings settings) {
        ConfigSection section = settings.section("jakarta");
        return new JakartaSettings(
                section.integer("read_ahead_bytes"),
                section.integer("closing_threads"),
                section.integer("max_http_requests"),
                section.duration("request_timeout_seconds"),
                section.duration("stop_grace_ms"));
    }
}
