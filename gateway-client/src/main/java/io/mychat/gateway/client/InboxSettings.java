package io.mychat.gateway.client;

/**
 * What the inbox remembers.
 *
 * @param held the most messages that wait for the answer to a message of this client's own
 * @param own the most ids of this client's own messages that are remembered
 * @param undelivered the most events that wait for the listeners; then the socket is not read
 * @since 0.1.0
 */
public record InboxSettings(int held, int own, int undelivered) {

    /** 1000, 10000, 1000. */
    public static final InboxSettings DEFAULT = new InboxSettings(1_000, 10_000, 1_000);

    public InboxSettings {
        Bounds.positive("held", held);
        Bounds.positive("own", own);
        Bounds.positive("undelivered", undelivered);
    }
}
