package io.mychat.gateway.backends.balance;

/** A server that may get a call. */
public interface Candidate {

    /** Tells it from the others, also after a restart of the gateway. */
    String id();

    /** Its configured share, at least 1. */
    int weight();

    /** How much of its share it may get now, above 0 and up to 1; below 1 while it starts slowly. */
    double warmth();

    /** Calls under way. */
    int running();
}
