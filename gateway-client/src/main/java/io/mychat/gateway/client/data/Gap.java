package io.mychat.gateway.client.data;

/**
 * Messages between two points of an inbox that cannot be delivered any more; the history has what is left of them.
 *
 * @param fromSeq the first message that will be delivered
 * @param latestSeq the newest message
 * @since 0.1.0
 */
public record Gap(String epoch, long fromSeq, long latestSeq) {

    /** Reads 4006, or {@code resume} of a login's reply. */
    public static Gap of(JsonObject json) {
        return new Gap(json.text("epoch", ""), json.number("from_seq", 1), json.number("latest_seq", 0));
    }
}
