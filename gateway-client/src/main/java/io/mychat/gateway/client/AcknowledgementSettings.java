package io.mychat.gateway.client;

/**
 * How acknowledgements (2004) are merged.
 *
 * @param delayMs how long an acknowledgement waits for further messages, in milliseconds
 * @since 0.1.0
 */
public record AcknowledgementSettings(Mode mode, long delayMs) {

    /** Automatic, after 200 ms. */
    public static final AcknowledgementSettings DEFAULT = new AcknowledgementSettings(Mode.AUTO, 200);

    public AcknowledgementSettings {
        Bounds.positive("delayMs", delayMs);
    }

    /**
     * When a message is processed.
     *
     * @since 0.1.0
     */
    public enum Mode {
        /** When the listeners have returned. */
        AUTO,
        /**
         * When {@code acknowledge} is called; after a restart of the process, delivery resumes behind the last message that was acknowledged.
         */
        MANUAL
    }
}
