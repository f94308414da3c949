package io.mychat.gateway.client;

/**
 * When a connection counts as dead, in milliseconds.
 *
 * @param openMs how long opening a connection may take
 * @param heartbeatMs after how much silence of the server a heartbeat is sent
 * @param replyMs how long the server may be silent after a heartbeat
 * @param probeMs the same when a dead connection is likely: after a sleep, or when the network has changed
 * @since 0.1.0
 */
public record LivenessSettings(long openMs, long heartbeatMs, long replyMs, long probeMs) {

    /** 10, 25, 10 and 4 s. */
    public static final LivenessSettings DEFAULT = new LivenessSettings(10_000, 25_000, 10_000, 4_000);

    public LivenessSettings {
        Bounds.positive("openMs", openMs);
        Bounds.positive("heartbeatMs", heartbeatMs);
        Bounds.positive("replyMs", replyMs);
        Bounds.positive("probeMs", probeMs);
    }
}
