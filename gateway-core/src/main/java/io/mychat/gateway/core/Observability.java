package io.mychat.gateway.core;

import io.mychat.gateway.core.config.GatewayConfig;
import io.mychat.gateway.core.config.ProcessingConfig;
import io.mychat.gateway.core.config.ServerConfig;
import io.mychat.gateway.core.config.TraceConfig;
import io.mychat.gateway.core.observe.CommandLatencies;
import io.mychat.gateway.core.observe.Counters;
import io.mychat.gateway.core.observe.EventCounts;
import io.mychat.gateway.core.observe.GatewayComponent;
import io.mychat.gateway.core.observe.GcPauses;
import io.mychat.gateway.core.observe.Health;
import io.mychat.gateway.core.observe.JvmMetrics;
import io.mychat.gateway.core.observe.LabeledHistogram;
import io.mychat.gateway.core.observe.MessageTraces;
import io.mychat.gateway.core.observe.MetricRegistry;
import io.mychat.gateway.core.observe.OpenFiles;
import io.mychat.gateway.core.observe.ProcessMetrics;
import io.mychat.gateway.core.observe.RateMetrics;
import io.mychat.gateway.core.observe.RecentRates;
import io.mychat.gateway.core.observe.adapter.AdapterCalls;
import io.mychat.gateway.core.tracelog.TraceRecorder;
import io.mychat.gateway.core.watch.LivenessCheck;
import io.mychat.gateway.core.watch.PeriodicThread;
import io.mychat.gateway.core.watch.Watchdog;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counters, rates of the last minute, health and watchdog of a gateway. Components {@linkplain #source add} their
 * metrics while the gateway is built. The parts that {@link #begin} starts are closed here.
 */
final class Observability implements AutoCloseable {

    /** Kinds of login, see {@link io.mychat.gateway.core.login.LoginService}. */
    private static final int LOGIN_KINDS = 3;

    final Tracer tracer;
    final MessageTraces traces;
    final TraceRecorder recorder;
    final Counters counters;
    final EventCounts events = new EventCounts();
    final ProcessMetrics process = new ProcessMetrics();
    final AdapterCalls calls;
    final LabeledHistogram logins = new LabeledHistogram(
            "login_seconds", "Time of a login, without the wait for a thread; http: tokens only.", "kind", LOGIN_KINDS);
    final GcPauses gcPauses = new GcPauses();
    final OpenFiles openFiles = OpenFiles.ofProcess();
    final RecentRates rates;

    private final TimeSource time;
    private final List<MetricSource> sources = new ArrayList<>();
    private @Nullable Watchdog watchdog;
    private final List<PeriodicThread> beats = new ArrayList<>();

    /**
     * @param tracer takes the spans of everything
     * @param recorded the bounds of what is recorded for administrators
     */
    Observability(TimeSource time, ProcessingConfig bounds, Tracer tracer, Supplier<TraceConfig> recorded) {
        this.time = time;
        this.tracer = tracer;
        this.traces = new MessageTraces(tracer, bounds.maxTracedMessages());
        this.recorder = source(new TraceRecorder(recorded, time));
        int measured = bounds.maxMeasuredCommands();
        this.counters = new Counters(new CommandLatencies(measured, tracer));
        this.calls = new AdapterCalls(time, measured, tracer, traces, recorder);
        sources.addAll(
                List.of(counters, events, process, openFiles, new JvmMetrics(), gcPauses, calls, logins, traces));
        this.rates = RecentRates.of(counters, process, time);
        sources.add(new RateMetrics(rates));
    }

    /** The most connected clients: the configured limit, or the limit of open files if that is lower and they need any. */
    int connections(ServerConfig server, WebSocketTransport transport) {
        return transport.needsFiles()
                ? openFiles.connections(server.maxConnections(), server.accept().maxHttpConnections())
                : server.maxConnections();
    }

    /** Adds the metrics of a source, and returns the source. */
    <T extends MetricSource> T source(T source) {
        sources.add(source);
        return source;
    }

    /**
     * Starts health and watchdog when all checked components exist. Called once.
     *
     * @param own the health of the ports
     * @param modules the health of the modules
     * @param checks what the watchdog looks at
     */
    Health health(List<GatewayComponent> own, List<HealthIndicator> modules, Supplier<List<LivenessCheck>> checks) {
        Watchdog dog = source(new Watchdog(checks, time));
        watchdog = dog;
        List<HealthIndicator> parts = new ArrayList<>(modules);
        parts.addAll(own);
        return source(new Health(parts, dog::faults, time));
    }

    /** All numbers, of everything that has been added until now. */
    MetricRegistry metrics(List<MetricSource> modules) {
        List<MetricSource> all = new ArrayList<>(sources);
        all.addAll(modules);
        return new MetricRegistry(all);
    }

    void begin(GatewayConfig config) {
        beat(new PeriodicThread("gateway-sampler", RecentRates.PACE, this::sample));
        Watchdog dog = watchdog;
        if (dog != null && !config.server().watchdog().isZero()) {
            beat(new PeriodicThread("gateway-watchdog", config.server().watchdog(), dog::look));
        }
    }

    private void sample() {
        gcPauses.start();
        rates.sample();
    }

    private void beat(PeriodicThread periodicThread) {
        beats.add(periodicThread);
        periodicThread.start();
    }

    @Override
    public void close() {
        beats.forEach(PeriodicThread::close);
        if (watchdog != null) {
            watchdog.forget();
        }
        gcPauses.close();
    }
}
