package io.mychat.gateway.core;

import io.mychat.gateway.core.config.GatewayConfig;
import io.mychat.gateway.core.processor.TaskRunner;
import io.mychat.gateway.core.reload.ConfigWatchSupervisor;
import io.mychat.gateway.core.threads.Workers;
import io.mychat.gateway.core.watch.DeadlockCheck;
import io.mychat.gateway.core.watch.ExecutorCheck;
import io.mychat.gateway.core.watch.HealthCheck;
import io.mychat.gateway.core.watch.HeartbeatCheck;
import io.mychat.gateway.core.watch.LivenessCheck;
import io.mychat.gateway.core.watch.LivenessCheck.Repair;
import io.mychat.gateway.core.watch.PortCheck;
import io.mychat.gateway.core.watch.ProgressCheck;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The checks of the watchdog: all components of a gateway that could stop without a visible error. */
final class WatchdogChecks {

    /** The longest time for which a timer or a thread may delay others. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration LEAST_TASK_PATIENCE = Duration.ofSeconds(15);

    private final List<LivenessCheck> things = new ArrayList<>();
    private final TimeSource time;

    WatchdogChecks(TimeSource time) {
        this.time = time;
    }

    List<LivenessCheck> things() {
        return things;
    }

    WatchdogChecks ports(
            WebSocketTransport webSockets, Optional<HttpTransport> http, Optional<HttpTransport> management) {
        things.add(new PortCheck("websocket_server", webSockets::isAccepting, webSockets::reopen));
        http.ifPresent(port -> things.add(new PortCheck("http_server", port::isAccepting, port::reopen)));
        management.ifPresent(port -> things.add(new PortCheck("management_server", port::isAccepting, port::reopen)));
        return this;
    }

    WatchdogChecks timers() {
        things.add(new ExecutorCheck(
                "timers",
                task -> time.schedule(Duration.ZERO, task)::cancel,
                PATIENCE,
                () -> time instanceof SystemTime own && own.addThread()
                        ? new Repair.Tried("got another thread")
                        : Repair.NONE,
                time));
        return this;
    }

    /** @param live three of its task time-outs are how long a queue may stand still */
    WatchdogChecks tasks(TaskRunner tasks, Map<String, Workers> pools, Supplier<GatewayConfig> live) {
        things.add(new ProgressCheck("tasks", tasks::ready, tasks::done, () -> taskPatience(live.get()), time));
        pools.forEach((name, pool) -> things.add(new ExecutorCheck(
                name + "_pool",
                task -> {
                    pool.execute(task);
                    return () -> {};
                },
                taskPatience(live.get()).plus(PATIENCE),
                () -> Repair.NONE,
                time)));
        return this;
    }

    private static Duration taskPatience(GatewayConfig config) {
        Duration three = config.processing().taskTimeout().multipliedBy(3);
        return three.compareTo(LEAST_TASK_PATIENCE) > 0 ? three : LEAST_TASK_PATIENCE;
    }

    WatchdogChecks files(ConfigWatchSupervisor watch) {
        things.add(new HeartbeatCheck(
                "config_watch", watch::sign, watch.poll().multipliedBy(3).plus(PATIENCE), watch::restart, time));
        return this;
    }

    WatchdogChecks modules(List<HealthIndicator> parts) {
        parts.forEach(part -> things.add(new HealthCheck(part)));
        return this;
    }

    WatchdogChecks threads() {
        things.add(new DeadlockCheck(time));
        return this;
    }
}
