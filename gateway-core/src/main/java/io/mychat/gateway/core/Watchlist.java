package io.mychat.gateway.core;

import io.mychat.gateway.core.config.GatewayConfig;
import io.mychat.gateway.core.processor.MessageProcessor;
import io.mychat.gateway.core.threads.Workers;
import io.mychat.gateway.core.watch.Accepts;
import io.mychat.gateway.core.watch.NoDeadlock;
import io.mychat.gateway.core.watch.Progresses;
import io.mychat.gateway.core.watch.Responds;
import io.mychat.gateway.core.watch.Says;
import io.mychat.gateway.core.watch.ShowsLife;
import io.mychat.gateway.core.watch.Watched;
import io.mychat.gateway.core.watch.Watched.Repair;
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

/** What the watchdog looks at: everything of a gateway that could stand still without anybody noticing. */
final class Watchlist {

    /** How long a timer or a thread may keep others waiting. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration LEAST_TASK_PATIENCE = Duration.ofSeconds(15);

    private final List<Watched> things = new ArrayList<>();
    private final TimeSource time;

    Watchlist(TimeSource time) {
        this.time = time;
    }

    List<Watched> things() {
        return things;
    }

    Watchlist ports(WebSocketTransport webSockets, HttpTransport http, Optional<HttpTransport> management) {
        things.add(new Accepts("websocket_server", webSockets::isAccepting, webSockets::reopen));
        things.add(new Accepts("http_server", http::isAccepting, http::reopen));
        management.ifPresent(port -> things.add(new Accepts("management_server", port::isAccepting, port::reopen)));
        return this;
    }

    Watchlist timers() {
        things.add(new Responds(
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
    Watchlist tasks(MessageProcessor processor, Map<String, Workers> pools, Supplier<GatewayConfig> live) {
        things.add(new Progresses("tasks", processor::ready, processor::done, () -> taskPatience(live.get()), time));
        pools.forEach((name, pool) -> things.add(new Responds(
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

    Watchlist files(ConfigWatch watch) {
        things.add(new ShowsLife(
                "config_watch", watch::sign, watch.poll().multipliedBy(3).plus(PATIENCE), watch::restart, time));
        return this;
    }

    Watchlist modules(List<HealthIndicator> parts) {
        parts.forEach(part -> things.add(new Says(part)));
        return this;
    }

    Watchlist threads() {
        things.add(new NoDeadlock(time));
        return this;
    }
}
