package io.mychat.gateway.backends;

import java.time.Duration;

/**
 * Section {@code backends} of {@code gateway_config.json}; services themselves are in {@code router_config.json}.
 *
 * @param threads carry all calls; none of them waits for an answer
 * @param connectTimeout how long it may take to reach a server
 * @param maxJsonDepth how deep JSON may be nested, in a message's data and in an answer
 * @param traceSamplePercent how many of the traces that begin here are marked as sampled
 */
record BackendsSettings(int threads, Duration connectTimeout, int maxJsonDepth, int traceSamplePercent) {

    static final BackendsSettings DEFAULTS = new BackendsSettings(4, Duration.ofSeconds(1), 64, 100);
}
