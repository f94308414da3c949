package io.mychat.gateway.spi.backend;

/** Which server gets the next call, out of those that are healthy. */
public enum BalancingStrategy {
    /** In turn; a server with weight 3 has three turns. */
    ROUND_ROBIN,
    /** At random, in proportion to the weights. */
    WEIGHTED,
    /** At random; weights do not count. */
    RANDOM,
    /** The one with the fewest calls under way for its weight. */
    LEAST_CONNECTIONS,
    /** Always the same one for a user; when a server goes, only its users move. */
    CONSISTENT_HASH
}
