package io.mychat.gateway.alerts.engine;

import io.mychat.gateway.alerts.engine.ClusterClaims.Claim;
import io.mychat.gateway.alerts.rule.AlertState;
import io.mychat.gateway.alerts.rule.Moment;
import io.mychat.gateway.alerts.rule.Rule;
import io.mychat.gateway.alerts.rule.Rule.Scope;
import io.mychat.gateway.alerts.rule.RuleEvaluation;
import io.mychat.gateway.alerts.rule.Samples;
import io.mychat.gateway.spi.alert.Alert;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.session.IdempotencyStore;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the metrics in intervals, follows each rule, and hands alerts on. Everything happens on one thread, which may
 * wait for the store; only {@link #firing} is read by others.
 */
public final class AlertEngine {

    private static final Logger log = LoggerFactory.getLogger(AlertEngine.class);

    private final Dependencies dependencies;
    private final ClusterClaims claims;
    private EngineSettings settings;
    private Map<String, RuleEvaluation> evaluations = new LinkedHashMap<>();
    private volatile List<Alert> firing = List.of();

    /** @param thread runs tasks one after the other */
    public record Dependencies(String nodeId, MetricSource metrics, TimeSource time, Executor thread, AlertSink sink) {}

    public AlertEngine(EngineSettings settings, IdempotencyStore store, Dependencies dependencies) {
        this.dependencies = dependencies;
        this.settings = settings;
        this.claims = new ClusterClaims(store, new RateLimitedLog(log::warn, dependencies.time()));
        settings.rules().forEach(rule -> evaluations.put(rule.name(), new RuleEvaluation(rule, settings.maxSeries())));
    }

    /** The alerts that fired at the last look. Thread-safe. */
    public List<Alert> firing() {
        return firing;
    }

    /** Replaces rules; one that has not changed keeps its state, the alerts of others resolve. */
    public void adopt(EngineSettings next) {
        Map<String, RuleEvaluation> kept = new LinkedHashMap<>();
        for (Rule rule : next.rules()) {
            RuleEvaluation present = evaluations.remove(rule.name());
            if (present != null && present.rule().equals(rule) && next.maxSeries() == settings.maxSeries()) {
                kept.put(rule.name(), present);
            } else {
                if (present != null) {
                    end(present);
                }
                kept.put(rule.name(), new RuleEvaluation(rule, next.maxSeries()));
            }
        }
        evaluations.values().forEach(this::end);
        evaluations = kept;
        settings = next;
    }

    private void end(RuleEvaluation evaluation) {
        Moment now = Moment.of(dependencies.time());
        evaluation.states().forEach(state -> {
            state.stop(now);
            resolved(evaluation.rule(), state);
        });
    }

    /** Looks once. */
    public void evaluate() {
        Moment now = Moment.of(dependencies.time());
        Samples samples = Samples.of(dependencies.metrics().metrics(), now.nanos());
        List<Alert> seen = new ArrayList<>();
        for (RuleEvaluation evaluation : evaluations.values()) {
            Rule rule = evaluation.rule();
            evaluation.evaluate(samples, now).forEach(state -> resolved(rule, state));
            for (AlertState state : List.copyOf(evaluation.states())) {
                if (state.isDue(rule.timing(), settings.pace().repeat(), now.nanos())) {
                    announce(rule, state);
                }
                if (state.isFiring()) {
                    seen.add(alert(rule, state, Alert.State.FIRING));
                }
            }
        }
        firing = List.copyOf(seen);
    }

    private void announce(Rule rule, AlertState state) {
        Alert alert = alert(rule, state, Alert.State.FIRING);
        if (rule.scope() == Scope.NODE) {
            send(rule, state, alert, new Claim.Granted("", ""));
            return;
        }
        Claim claim =
                claims.firing(alert.identity(), state.episode(), settings.pace().lease());
        if (claim instanceof Claim.Granted granted) {
            send(rule, state, alert, granted);
        } else if (claim instanceof Claim.Told told) {
            state.announced(told.episode(), dependencies.time().nanoTime());
        }
    }

    private void send(Rule rule, AlertState state, Alert alert, Claim.Granted claim) {
        log.warn("Alert: {}", alert.text().plain());
        state.announcing();
        dependencies.sink().send(rule, alert, delivered -> later(() -> settled(rule, state, alert, claim, delivered)));
    }

    private void later(Runnable task) {
        try {
            dependencies.thread().execute(task);
        } catch (RejectedExecutionException e) {
            log.debug("The gateway stops", e);
        }
    }

    private void settled(Rule rule, AlertState state, Alert alert, Claim.Granted claim, boolean delivered) {
        long nanos = dependencies.time().nanoTime();
        if (delivered) {
            claims.told(alert.identity(), claim, rule.timing().coolDown());
            state.announced(claim.episode(), nanos);
            if (!state.isFiring()) {
                // It has resolved before people knew of it.
                resolved(rule, state);
            }
        } else {
            state.notAnnounced(nanos);
            claims.notTold(alert.identity(), claim);
        }
    }

    private void resolved(Rule rule, AlertState state) {
        Optional<String> episode = state.endEpisode();
        if (episode.isEmpty()) {
            return;
        }
        Alert alert = alert(rule, state, Alert.State.RESOLVED);
        log.info("Alert: {}", alert.text().plain());
        if (rule.scope() == Scope.NODE || claims.resolved(alert.identity(), episode.get())) {
            dependencies.sink().send(rule, alert, delivered -> {});
        }
    }

    private Alert alert(Rule rule, AlertState state, Alert.State as) {
        Optional<String> node = rule.scope() == Scope.NODE ? Optional.of(dependencies.nodeId()) : Optional.empty();
        Alert.Identity identity = new Alert.Identity(rule.name(), node, state.labels());
        Alert.Reading reading =
                new Alert.Reading(state.value(), rule.condition().text(), state.since());
        return new Alert(
                identity,
                rule.severity(),
                as,
                reading,
                settings.messages()
                        .of(
                                identity,
                                as,
                                rule.severity(),
                                reading,
                                rule.notice().summary()));
    }
}
