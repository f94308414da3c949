package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.router.Route;
import io.mychat.gateway.spi.message.Reply;

/** The decision of the gate about a message. */
sealed interface GateVerdict {

    /**
     * The message may be handled.
     *
     * @param confirm whether the session store has to confirm the session first
     */
    record Pass(Route route, boolean confirm) implements GateVerdict {}

    record Refuse(Reply reply) implements GateVerdict {}
}
