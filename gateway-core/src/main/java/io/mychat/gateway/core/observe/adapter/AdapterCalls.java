package io.mychat.gateway.core.observe.adapter;

import io.mychat.gateway.core.observe.LabeledHistogram;
import io.mychat.gateway.spi.auth.LoginFailures;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.backend.BackendServices;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.session.IdempotencyStore;
import io.mychat.gateway.spi.session.SessionStore;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a measured adapter in front of each store and of the back-end services. Each wrapper passes a call on as it is, on the
 * same thread. Thread-safe; the wrapping itself belongs to one thread.
 */
public final class AdapterCalls implements MetricSource {

    private final TimeSource time;
    private final List<ObservedStore> stores = new ArrayList<>();
    private final LabeledHistogram services;

    /** @param mostServices how many services have a histogram of their own; the others share one */
    public AdapterCalls(TimeSource time, int mostServices) {
        this.time = time;
        this.services = new LabeledHistogram(
                "backend_call_seconds", "Time of a call of a service, with all attempts.", "service", mostServices);
    }

    public SessionStore of(SessionStore store) {
        return new ObservedSessionStore(store, observed("sessions"));
    }

    public MessageStore of(MessageStore store) {
        return new ObservedMessageStore(store, observed("messages"));
    }

    public TokenStore of(TokenStore store) {
        return new ObservedTokenStore(store, observed("tokens"));
    }

    public LoginFailures of(LoginFailures store) {
        return new ObservedLoginFailures(store, observed("login_failures"));
    }

    public IdempotencyStore of(IdempotencyStore store) {
        return new ObservedIdempotencyStore(store, observed("idempotency"));
    }

    public BackendServices of(BackendServices backends) {
        return new ObservedBackendServices(backends, services, time);
    }

    private ObservedStore observed(String store) {
        ObservedStore observed = new ObservedStore(store, time);
        stores.add(observed);
        return observed;
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        stores.forEach(store -> metrics.addAll(store.metrics()));
        metrics.addAll(services.metrics());
        return metrics;
    }
}
