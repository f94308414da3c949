package io.mychat.gateway.spi.message;

/**
 * Answers one command. A handler may block: it runs on a virtual thread on JVM 21 and later, on a thread of a bounded
 * pool on older JVMs, and never on an I/O thread.
 *
 * <p>Messages of one session arrive one after the other, unless the handler is registered as concurrent. Messages of
 * different sessions arrive at the same time, so a handler must be thread-safe.
 *
 * <p>When a handler throws, the client gets 500 and a general text. When a handler exceeds its timeout, it is
 * interrupted, the client gets 503, and the late result is discarded.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface MessageHandler {

    /**
     * Handles one message.
     *
     * @throws Exception on any failure; the client gets 500 without details
     */
    Reply handle(UnifiedMessage message, MessageContext context) throws Exception;
}
