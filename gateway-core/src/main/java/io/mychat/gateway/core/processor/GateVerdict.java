package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.router.Route;
import io.mychat.gateway.spi.message.Reply;

/** Whether a message may go on. */
sealed interface GateVerdict {

    /**
     * It may.
     *
     * @param confirm whether the session store has to confirm the session first
     */
    record Pass(Route route, boolean confirm) implements GateVerdict {}

    record Refuse(Reply reply) implements GateVerdict {}
}
