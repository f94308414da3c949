package io.mychat.gateway.client;

import io.mychat.gateway.client.jackson.JacksonJson;
import io.mychat.gateway.client.jdk.JdkNetwork;
import io.mychat.gateway.client.jdk.JdkTimers;
import io.mychat.gateway.client.port.Http;
import io.mychat.gateway.client.port.Json;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What a client takes where it is given nothing. Each is loaded when it is used, so that one that is missing on a platform is not missed. */
final class Defaults {

    private static final int CALLBACK_THREADS = 4;
    private static final int IDLE_SECONDS = 10;

    private Defaults() {}

    static Json json() {
        return new JacksonJson();
    }

    static JdkTimers timers() {
        return new JdkTimers();
    }

    static JdkNetwork network() {
        return new JdkNetwork();
    }

    static Http noHttp() {
        return (url, json, timeoutMs) ->
                CompletableFuture.failedFuture(GatewayException.local(GatewayException.CONNECTION_LOST, "no apiUrl"));
    }

    /** The queue is bounded by the requests and messages that may wait, and by one delivery at a time. */
    static ExecutorService callbacks() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                CALLBACK_THREADS,
                CALLBACK_THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> {
                    Thread thread = new Thread(task, "gateway-client-callback");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
