package io.mychat.gateway.system.cluster;

/** What a well-behaved client does before it tries again. */
final class Pause {

    private static final long MILLIS = 50;

    private Pause() {}

    static void beforeRetry() {
        try {
            Thread.sleep(MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
