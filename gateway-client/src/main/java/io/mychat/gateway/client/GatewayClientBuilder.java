package io.mychat.gateway.client;

import io.mychat.gateway.client.port.Http;
import io.mychat.gateway.client.port.Json;
import io.mychat.gateway.client.port.Sockets;
import io.mychat.gateway.client.port.Timers;
import io.mychat.gateway.client.port.WakeSignals;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a client, each with a default. What a client makes for itself (threads, HTTP client) ends with it; what it is given does not. Used by
 * one thread; clients that were built before do not see later changes.
 *
 * @since 0.1.0
 */
public final class GatewayClientBuilder {

    final List<String> urls = new ArrayList<>();
    String platform = "desktop";

    @Nullable
    String apiUrl;

    @Nullable
    TokenSource tokens;

    @Nullable
    String deviceId;

    @Nullable
    SessionStore store;

    AcknowledgementSettings acknowledgements = AcknowledgementSettings.DEFAULT;
    RequestSettings requests = RequestSettings.DEFAULT;
    BackoffSettings backoff = BackoffSettings.DEFAULT;
    LivenessSettings liveness = LivenessSettings.DEFAULT;
    OutboxSettings outbox = OutboxSettings.DEFAULT;
    InboxSettings inbox = InboxSettings.DEFAULT;
    WakeSignals wake = signal -> () -> {};
    DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
    Supplier<String> newId = () -> UUID.randomUUID().toString();
    Consumer<Throwable> report = GatewayClientBuilder::reportToThread;

    @Nullable
    Sockets sockets;

    @Nullable
    Http http;

    @Nullable
    Json json;

    @Nullable
    Timers timers;

    @Nullable
    Executor callbacks;

    GatewayClientBuilder(String url) {
        urls.add(url);
    }

    private static void reportToThread(Throwable failure) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    }

    /** Another address of the gateway; after a failure the next one is tried. */
    public GatewayClientBuilder url(String another) {
        urls.add(another);
        return this;
    }

    /**
     * {@code web}, {@code android}, {@code ios}, {@code desktop} (the default), or another platform of the gateway.
     */
    public GatewayClientBuilder platform(String value) {
        this.platform = value;
        return this;
    }

    /**
     * The HTTP API that refreshes tokens, such as {@code https://chat.example.com/api}; default: none, and the client stops when its token ends.
     */
    public GatewayClientBuilder apiUrl(String value) {
        this.apiUrl = value;
        return this;
    }

    /** Gets tokens in place of {@code apiUrl}, such as those of your own login. */
    public GatewayClientBuilder tokens(TokenSource value) {
        this.tokens = value;
        return this;
    }

    /** The name of this device; default: the saved one, or one that the gateway makes. */
    public GatewayClientBuilder deviceId(String value) {
        this.deviceId = value;
        return this;
    }

    /** Keeps the session across restarts; default: in memory only. */
    public GatewayClientBuilder store(SessionStore value) {
        this.store = value;
        return this;
    }

    /** How messages are acknowledged. */
    public GatewayClientBuilder acknowledgements(AcknowledgementSettings value) {
        this.acknowledgements = value;
        return this;
    }

    /** How requests are made. */
    public GatewayClientBuilder requests(RequestSettings value) {
        this.requests = value;
        return this;
    }

    /** The pauses between two connections. */
    public GatewayClientBuilder backoff(BackoffSettings value) {
        this.backoff = value;
        return this;
    }

    /** When a connection counts as dead. */
    public GatewayClientBuilder liveness(LivenessSettings value) {
        this.liveness = value;
        return this;
    }

    /** What the outbox holds. */
    public GatewayClientBuilder outbox(OutboxSettings value) {
        this.outbox = value;
        return this;
    }

    /** What the inbox remembers. */
    public GatewayClientBuilder inbox(InboxSettings value) {
        this.inbox = value;
        return this;
    }

    /** Tells when another try makes sense at once; default: nothing does. */
    public GatewayClientBuilder wake(WakeSignals value) {
        this.wake = value;
        return this;
    }

    /** Opens connections; default: those of the JDK. Not closed by the client. */
    public GatewayClientBuilder sockets(Sockets value) {
        this.sockets = value;
        return this;
    }

    /** Calls {@code apiUrl}; default: that of the JDK. Not closed by the client. */
    public GatewayClientBuilder http(Http value) {
        this.http = value;
        return this;
    }

    /** Reads and writes JSON; default: by jackson-core. */
    public GatewayClientBuilder json(Json value) {
        this.json = value;
        return this;
    }

    /**
     * Clock and thread of the client's own work; default: one daemon thread for this client. Not closed by the client.
     */
    public GatewayClientBuilder timers(Timers value) {
        this.timers = value;
        return this;
    }

    /**
     * Runs listeners, what depends on futures, the session store and the token source; default: up to four daemon threads of this client, that end
     * when they idle. It needs at least two threads where listeners wait for futures; one of virtual threads is fine. Not closed by the client.
     */
    public GatewayClientBuilder callbacks(Executor value) {
        this.callbacks = value;
        return this;
    }

    /** Numbers from 0 to less than 1; default: those of the JDK. */
    public GatewayClientBuilder random(DoubleSupplier value) {
        this.random = value;
        return this;
    }

    /** New ids of 1 to 64 characters for messages; default: random UUIDs. */
    public GatewayClientBuilder newId(Supplier<String> value) {
        this.newId = value;
        return this;
    }

    /** Gets what a listener or the session store throws; default: the thread's handler of uncaught exceptions. */
    public GatewayClientBuilder report(Consumer<Throwable> value) {
        this.report = value;
        return this;
    }

    /** A client that is not connected yet. */
    public GatewayClient build() {
        return new GatewayClient(this);
    }
}
