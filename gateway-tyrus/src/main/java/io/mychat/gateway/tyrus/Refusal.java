package io.mychat.gateway.tyrus;

import java.util.Locale;

/** Why a handshake that the gateway admits is refused, as a metric names it. */
enum Refusal {
    /** All places for connections of endpoints are taken. */
    AT_CAPACITY,
    /** No endpoint has this path. */
    NOT_FOUND,
    /** The request target cannot be read. */
    BAD_HANDSHAKE,
    /** The endpoint's configurator, or Tyrus, says no. */
    REFUSED_BY_ENDPOINT,
    /** The configurator failed. */
    INTERNAL_ERROR,
    /** The port is about to close. */
    DRAINING;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
