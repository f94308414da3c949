package io.mychat.gateway.client.port;

/**
 * Tells when another try makes sense at once: the network is back, or the application is in front again. On a desktop or a server nothing tells; on
 * Android a {@code ConnectivityManager.NetworkCallback} does.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface WakeSignals {

    /**
     * Begins to call {@code wake} at each signal, from any thread.
     *
     * @return ends the subscription
     */
    Runnable subscribe(Runnable wake);
}
