package io.mychat.gateway.backends.balance;

/** A server that may get a call. */
public interface Candidate {

    /** A unique id that stays the same after a restart of the gateway. */
    String id();

    /** The configured weight, at least 1. */
    int weight();

    /** The factor for its weight: 1, or between 0 and 1 during a slow start. */
    double slowStartFactor();

    /** The number of running calls. */
    int running();
}
