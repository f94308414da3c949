package io.mychat.gateway.tyrus;

import java.util.Locale;

/** Why a connection of a host's endpoint has ended, as a metric names it. */
enum Ending {
    /** The client sent its close frame first. */
    CLIENT,
    /** The endpoint or Tyrus closed the session: also for silence, and for frames that Tyrus refuses. */
    ENDPOINT,
    /** The client has gone without a close frame. */
    VANISHED,
    /** The client did not read. */
    SLOW_CONSUMER,
    /** A message was too large, or a frame without a mask. */
    VIOLATION,
    /** Its bytes were needed for other clients. */
    OVERLOAD,
    /** Its address was banned, or may no longer connect. */
    REFUSED,
    /** The gateway stops. */
    STOPPED,
    /** A mistake, or no thread. */
    FAILED;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
