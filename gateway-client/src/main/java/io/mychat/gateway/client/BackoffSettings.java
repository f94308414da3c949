package io.mychat.gateway.client;

/**
 * Bounds of the pauses between two connections, in milliseconds.
 *
 * @param firstMs the bound of the first pause
 * @param maxMs the bound of all pauses
 * @param longFirstMs the bound of the first pause after 4429
 * @param longMaxMs the bound of the pauses after 4429
 * @param stableMs how long a connection has to last until the pauses begin anew
 * @since 0.1.0
 */
public record BackoffSettings(long firstMs, long maxMs, long longFirstMs, long longMaxMs, long stableMs) {

    /** 0.5 to 30 s; 10 to 120 s after 4429; 10 s. */
    public static final BackoffSettings DEFAULT = new BackoffSettings(500, 30_000, 10_000, 120_000, 10_000);

    public BackoffSettings {
        Bounds.positive("firstMs", firstMs);
        Bounds.positive("maxMs", maxMs);
        Bounds.positive("longFirstMs", longFirstMs);
        Bounds.positive("longMaxMs", longMaxMs);
        Bounds.positive("stableMs", stableMs);
    }
}
