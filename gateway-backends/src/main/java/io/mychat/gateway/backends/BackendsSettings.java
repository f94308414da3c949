package io.mychat.gateway.backends;

import io.mychat.gateway.backends.http.HttpSender;
import io.mychat.gateway.spi.config.Authorities;
import io.mychat.gateway.spi.config.ClientTls;
import java.time.Duration;
import java.util.Optional;

/**
 * Section {@code backends} of {@code gateway_config.json}; services themselves are in {@code router_config.json}.
 *
 * @param threads threads that carry all calls; none of them waits for a response
 * @param connect time limit and TLS of a connection to a server
 * @param maxJsonDepth the deepest nesting of JSON in a message's data and in a response
 * @param traceSamplePercent share of the traces beginning here that are marked as sampled
 */
record BackendsSettings(int threads, HttpSender.Connect connect, int maxJsonDepth, int traceSamplePercent) {

    static final BackendsSettings DEFAULTS = new BackendsSettings(
            4,
            new HttpSender.Connect(Duration.ofSeconds(1), ClientTls.of(Authorities.OF_THE_JVM, Optional.empty())),
            64,
            100);
}
