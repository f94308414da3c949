package io.mychat.gateway.core.observe.adapter;

import io.mychat.gateway.core.observe.LabeledHistogram;
import io.mychat.gateway.core.observe.MessageTraces;
import io.mychat.gateway.core.tracelog.TraceRecorder;
import io.mychat.gateway.spi.auth.LoginFailures;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.backend.BackendServices;
import io.mychat.gateway.spi.ban.BanStore;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.login.LoginStore;
import io.mychat.gateway.spi.session.IdempotencyStore;
import io.mychat.gateway.spi.session.SessionStore;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts a measured adapter in front of each store and of the back-end services. Each wrapper passes a call on as it is, on the
 * same thread. Thread-safe; the wrapping itself belongs to one thread.
 */
public final class AdapterCalls implements MetricSource {

    private final TimeSource time;
    private final List<ObservedStore> stores = new ArrayList<>();
    private final LabeledHistogram services;
    private final Tracer tracer;
    private final MessageTraces messages;
    private final TraceRecorder recorder;
    private @Nullable ObservedCall logins;

    /**
     * @param mostServices how many services have a histogram of their own; the others share one
     * @param tracer takes a span for each call inside another span
     * @param messages is told of messages that are stored
     * @param recorder records messages and calls of services that are traced
     */
    public AdapterCalls(
            TimeSource time, int mostServices, Tracer tracer, MessageTraces messages, TraceRecorder recorder) {
        this.time = time;
        this.tracer = tracer;
        this.messages = messages;
        this.recorder = recorder;
        this.services = new LabeledHistogram(
                "backend_call_seconds", "Time of a call of a service, with all attempts.", "service", mostServices);
    }

    public SessionStore of(SessionStore store) {
        ObservedSessionStore observed = new ObservedSessionStore(store, observed("sessions"));
        logins = observed.login();
        return observed;
    }

    public MessageStore of(MessageStore store) {
        return new ObservedMessageStore(store, observed("messages"), messages, recorder);
    }

    public TokenStore of(TokenStore store) {
        return new ObservedTokenStore(store, observed("tokens"));
    }

    /** Its logins count as those of the session store, which has been wrapped before: one is asked instead of the other. */
    public LoginStore of(LoginStore store) {
        return new ObservedLoginStore(store, Objects.requireNonNull(logins, "no session store"));
    }

    public LoginFailures of(LoginFailures store) {
        return new ObservedLoginFailures(store, observed("login_failures"));
    }

    public IdempotencyStore of(IdempotencyStore store) {
        return new ObservedIdempotencyStore(store, observed("idempotency"));
    }

    public BanStore of(BanStore store) {
        return new ObservedBanStore(store, observed("bans"));
    }

    public BackendServices of(BackendServices backends) {
        return new RecordedBackendServices(new ObservedBackendServices(backends, services, time, tracer), recorder);
    }

    private ObservedStore observed(String store) {
        ObservedStore observed = new ObservedStore(store, time, tracer);
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
