package io.mychat.gateway.client;

import io.mychat.gateway.client.port.WakeSignals;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a builder was told, once and for all. */
final class ClientSettings {

    private final List<String> urls;
    private final String platform;
    private final @Nullable String deviceId;
    private final @Nullable String apiUrl;
    private final @Nullable TokenSource tokens;
    private final @Nullable SessionStore store;
    private final WakeSignals wake;
    private final AcknowledgementSettings acknowledgements;
    private final RequestSettings requests;
    private final BackoffSettings backoff;
    private final LivenessSettings liveness;
    private final OutboxSettings outbox;
    private final InboxSettings inbox;

    ClientSettings(GatewayClientBuilder told) {
        urls = List.copyOf(told.urls);
        platform = told.platform;
        deviceId = told.deviceId;
        apiUrl = told.apiUrl;
        tokens = told.tokens;
        store = told.store;
        wake = told.wake;
        acknowledgements = told.acknowledgements;
        requests = told.requests;
        backoff = told.backoff;
        liveness = told.liveness;
        outbox = told.outbox;
        inbox = told.inbox;
    }

    List<String> urls() {
        return urls;
    }

    String platform() {
        return platform;
    }

    @Nullable
    String deviceId() {
        return deviceId;
    }

    @Nullable
    SessionStore store() {
        return store;
    }

    WakeSignals wake() {
        return wake;
    }

    AcknowledgementSettings acknowledgements() {
        return acknowledgements;
    }

    RequestSettings requests() {
        return requests;
    }

    BackoffSettings backoff() {
        return backoff;
    }

    LivenessSettings liveness() {
        return liveness;
    }

    OutboxSettings outbox() {
        return outbox;
    }

    InboxSettings inbox() {
        return inbox;
    }

    /** Where tokens come from; null: from nowhere. */
    @Nullable
    TokenSource tokenSource(Environment environment) {
        return tokens != null || apiUrl == null ? tokens : new HttpRefresh(apiUrl, environment);
    }
}
