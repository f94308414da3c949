package io.mychat.gateway.testkit;

/**
 * Looks at each text message that a client of this testkit receives, in memory and over sockets. Found by {@link
 * java.util.ServiceLoader}, so that a whole test suite compares what the gateway sends with a description of it.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface FrameCheck {

    /**
     * Called on the thread that delivers the message.
     *
     * @throws AssertionError when the message is not as it should be; the client's next call that takes a message throws it
     */
    void check(String text);
}
