package io.mychat.gateway.transport.common.tls.boringssl;

import javax.net.ssl.SSLEngine;

/** An engine of a native library. Its state is outside the heap, so whoever has created it also frees it. */
public abstract class OffHeapEngine extends SSLEngine {

    /** Whether the finished handshake has resumed a session. */
    public abstract boolean isResumed();

    /** Frees its state; other calls fail or do nothing afterwards. Any thread, also while a task of the engine runs. */
    public abstract void free();

    /** Frees the engine if it has something outside the heap. */
    public static void free(SSLEngine engine) {
        if (engine instanceof OffHeapEngine offHeap) {
            offHeap.free();
        }
    }
}
