package io.mychat.gateway.client;

/**
 * What the outbox holds.
 *
 * @param messages the most messages that wait; further ones fail with {@code outbox_full}
 * @param bytes the most bytes of all waiting messages
 * @param messageBytes the most bytes of one message as JSON: below the gateway's {@code server.max_message_bytes}, or it closes with 1009
 * @param replyMs how long one message may take, in milliseconds, until it is sent again
 * @param retryMs the pause after a refusal that names none, in milliseconds
 * @since 0.1.0
 */
public record OutboxSettings(int messages, long bytes, int messageBytes, long replyMs, long retryMs) {

    /** 1000 messages, 4 MiB, 60000 bytes, 10 s, 1 s. */
    public static final OutboxSettings DEFAULT = new OutboxSettings(1_000, 4_194_304, 60_000, 10_000, 1_000);

    public OutboxSettings {
        Bounds.positive("messages", messages);
        Bounds.positive("bytes", bytes);
        Bounds.positive("messageBytes", messageBytes);
        Bounds.positive("replyMs", replyMs);
        Bounds.positive("retryMs", retryMs);
    }
}
