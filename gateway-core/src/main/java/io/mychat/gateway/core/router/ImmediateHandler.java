package io.mychat.gateway.core.router;

import io.mychat.gateway.spi.message.MessageHandler;

/** A built-in handler that never blocks, or may say so. Then it runs on the connection's I/O thread. */
public interface ImmediateHandler extends MessageHandler {

    /** Whether it never blocks at this time; else it runs on a worker. */
    default boolean neverBlocks() {
        return true;
    }

    /** Whether it logs more than its failures: then the lines of its thread have the ids of the command. */
    default boolean logs() {
        return false;
    }

    /** Whether it is done with the message at the moment of its receipt: then no clock is read for its answer. */
    default boolean takesNoTime() {
        return false;
    }
}
