package io.mychat.gateway.spi.message;

/**
 * Answers one command. It may block: it runs on a virtual thread where the JVM has them (21 and later), else on a
 * bounded pool, never on an I/O thread.
 *
 * <p>Messages of one session arrive one after the other unless the handler was registered as concurrent; messages of
 * different sessions arrive at the same time, so a handler must be safe for use by many threads.
 *
 * <p>A handler that throws is answered with 500 and a general text. One that takes longer than its time-out is
 * interrupted, answered with 503, and its late result is dropped.
 */
@FunctionalInterface
public interface MessageHandler {

    /**
     * Handles one message.
     *
     * @throws Exception for anything that went wrong; the client sees only a 500
     */
    Reply handle(UnifiedMessage message, MessageContext context) throws Exception;
}
