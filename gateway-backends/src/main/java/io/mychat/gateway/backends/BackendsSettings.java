package io.mychat.gateway.backends;

import java.time.Duration;

/**
 * Section {@code backends} of {@code gateway_config.json}; services themselves are in {@code router_config.json}.
 *
 * @param threads threads that carry all calls; none of them waits for a response
 * @param connectTimeout time limit for a connection to a server
 * @param maxJsonDepth the deepest nesting of JSON in a message's data and in a response
 * @param traceSamplePercent share of the traces beginning here that are marked as sampled
 */
record BackendsSettings(int threads, Duration connectTimeout, int maxJsonDepth, int traceSamplePercent) {

    static final BackendsSettings DEFAULTS = new BackendsSettings(4, Duration.ofSeconds(1), 64, 100);
}
