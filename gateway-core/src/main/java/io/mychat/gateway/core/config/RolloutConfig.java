package io.mychat.gateway.core.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How clients are told to reconnect elsewhere; keys of the section {@code server}. docs/configuration.md describes each
 * key.
 *
 * @param drainPerSecond the clients of this node that leave in a second, unless a call says otherwise; zero: a stop
 *     spreads them over its whole drain period, and calls have a default
 * @param publicUrl the address at which clients reach this node and no other; empty: nobody is sent here
 * @param rebalanceMinAge a younger connection is not moved to another node
 * @param maxConnectionAge the age after which a client is asked to reconnect; zero: never
 * @since 0.1.0
 */
public record RolloutConfig(
        int drainPerSecond, Optional<String> publicUrl, Duration rebalanceMinAge, Duration maxConnectionAge) {}
