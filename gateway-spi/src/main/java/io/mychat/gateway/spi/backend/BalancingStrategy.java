package io.mychat.gateway.spi.backend;

/**
 * The strategy that chooses the server of a call among the healthy ones.
 *
 * @since 0.1.0
 */
public enum BalancingStrategy {
    /** One after the other; a server with weight 3 is chosen three times per round. */
    ROUND_ROBIN,
    /** At random, in proportion to the weights. */
    WEIGHTED,
    /** At random; weights are ignored. */
    RANDOM,
    /** The server with the fewest running calls in relation to its weight. */
    LEAST_CONNECTIONS,
    /** Always the same server for a user; when a server is removed, only its users move. */
    CONSISTENT_HASH
}
