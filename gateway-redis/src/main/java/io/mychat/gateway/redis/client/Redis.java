package io.mychat.gateway.redis.client;

import io.mychat.gateway.redis.connection.JedisConnections;
import io.mychat.gateway.redis.connection.MasterWatch;
import io.mychat.gateway.redis.connection.SubscriptionConnector;
import io.mychat.gateway.redis.failure.Failures;
import io.mychat.gateway.redis.failure.OperatorWarnings;
import io.mychat.gateway.redis.failure.RedisFailure;
import io.mychat.gateway.redis.failure.RedisFailure.Kind;
import io.mychat.gateway.redis.inspection.ServerCheckSettings;
import io.mychat.gateway.redis.inspection.ServerInspection;
import io.mychat.gateway.redis.inspection.ServerWarnings;
import io.mychat.gateway.redis.schedule.BackgroundTask;
import io.mychat.gateway.redis.settings.ClientConfigs;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.settings.RedisSettings.Mode;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * RedisManager of specification 2.2: access to one server, to a master behind sentinels, or to a cluster.
 *
 * <p>A call takes at most its deadline, the default one or the one that it is given, then throws {@link
 * StoreUnavailableException}. The command may have been executed nevertheless, or may be executed a moment later. In a
 * cluster, a command may be executed twice when its first reply is lost. Messages of exceptions and logs contain neither
 * secrets nor values.
 *
 * <p>While Redis does not answer, calls fail at once, and a probe in the background notices its return.
 *
 * <p>Thread-safe. The owner closes it; calls fail from then on.
 */
public final class Redis implements HealthIndicator, MetricSource, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Redis.class);

    /** What an operator has to see to, while the server serves. */
    private static final Set<Kind> COMPLAINTS = EnumSet.of(Kind.UNFIT, Kind.READ_ONLY, Kind.REFUSED);

    private final RedisSettings settings;
    private final Keys keys;
    private final TimeSource time;
    private final RedisStatistics statistics = new RedisStatistics();
    private final JedisConnections jedisConnections;
    private final Failures failures;
    private final CommandExecutor commandExecutor;
    private final CallBulkhead calls;
    private final Circuits circuits;
    private final MasterWatch masters;
    private final OperatorWarnings operatorWarnings;
    private final WrongTypeRepair wrongTypeRepair;
    private volatile @Nullable ServerWarnings warnings;
    private volatile @Nullable BackgroundTask looks;

    private Redis(RedisSettings settings, TimeSource time) {
        this.settings = settings;
        this.keys = new Keys(settings.servers().keyPrefix());
        this.time = time;
        this.jedisConnections = new JedisConnections(settings, ClientConfigs.calls(settings));
        this.failures = new Failures(settings);
        this.commandExecutor = new CommandExecutor(jedisConnections, settings, statistics, failures);
        int most = settings.pool().max();
        boolean isOne = settings.servers().mode() != Mode.CLUSTER;
        this.calls = new CallBulkhead(
                most, isOne ? most : Math.max(1, most / 2), settings.pool().queue());
        this.circuits = new Circuits(this::probe, jedisConnections::dropIdle);
        this.masters = new MasterWatch(jedisConnections, settings.servers().mode() == Mode.SENTINEL);
        this.operatorWarnings = new OperatorWarnings(time);
        this.wrongTypeRepair = new WrongTypeRepair(time);
    }

    /** Connects at the first call. */
    public static Redis of(RedisSettings settings, TimeSource time) {
        return new Redis(settings, time);
    }

    public Keys keys() {
        return keys;
    }

    public RedisSettings settings() {
        return settings;
    }

    public TimeSource time() {
        return time;
    }

    /**
     * Runs one command: one round trip.
     *
     * @return a {@code String}, {@code Long}, {@code List} of such, or null for nil
     */
    public @Nullable Object call(Command command) {
        return call(command, deadline());
    }

    /** As {@link #call(Command)}, as a part of something that has to end in time as a whole. */
    public @Nullable Object call(Command command, Deadline deadline) {
        return all(List.of(command), deadline).get(0).get();
    }

    /** The deadline of a call that begins now, for all the round trips that it will make. */
    public Deadline deadline() {
        return new Deadline(time, settings.deadline());
    }

    /**
     * Runs commands: one round trip to each server that has one of their keys, all at the same time. Each has an answer or a
     * failure of its own. Commands to the same slot keep their order, but for one that has to be sent again, because the
     * server did not know its script or the slot moves: it runs behind the others.
     */
    public List<RedisReply> all(List<Command> commands) {
        return all(commands, deadline());
    }

    /** As {@link #all(List)}, as a part of something that has to end in time as a whole. Too late, nothing is sent. */
    public List<RedisReply> all(List<Command> commands, Deadline deadline) {
        return wrongTypeRepair.withoutRubbish(commands, send(commands, deadline), again -> send(again, deadline));
    }

    private List<RedisReply> send(List<Command> commands, Deadline deadline) {
        if (deadline.isOver()) {
            statistics.timeout();
            return failed(new StoreUnavailableException("Redis took too long for what came before"), commands.size());
        }
        Map<String, List<Integer>> byServer = new LinkedHashMap<>();
        RedisReply[] replies = new RedisReply[commands.size()];
        for (int i = 0; i < replies.length; i++) {
            String server = jedisConnections.serverOf(commands.get(i).routingKey());
            if (circuits.of(server).isOpen()) {
                statistics.refused();
                replies[i] = RedisReply.failed(new StoreUnavailableException("Redis is not reachable"));
            } else {
                byServer.computeIfAbsent(server, name -> new ArrayList<>()).add(i);
            }
        }
        Map<String, Future<List<RedisReply>>> running = new LinkedHashMap<>();
        byServer.forEach((server, group) -> {
            List<Command> part = group.stream().map(commands::get).toList();
            try {
                running.put(server, calls.submit(server, () -> commandExecutor.run(part)));
            } catch (StoreUnavailableException e) {
                statistics.refused();
                group.forEach(i -> replies[i] = RedisReply.failed(e));
            }
        });
        running.forEach((server, future) -> {
            List<Integer> group = byServer.getOrDefault(server, List.of());
            List<RedisReply> part = await(future, group.size(), deadline);
            for (int i = 0; i < group.size(); i++) {
                int index = group.get(i);
                replies[index] = judged(part.get(i), commands.get(index), server);
            }
        });
        return List.of(replies);
    }

    /**
     * Calls the listener each time that Redis, or a server of a cluster, answers again after an outage; on a thread of this
     * class, which must not be blocked.
     */
    public void onReturn(Runnable listener) {
        circuits.onReturn(listener);
    }

    /**
     * Calls the listener each time that calls go to another master behind sentinels: connections of one's own may still go to the
     * one before, which may live on. On a thread of this class, which must not be blocked.
     */
    public void onMasterChange(Runnable listener) {
        masters.onChange(listener);
    }

    /** Whether Redis answered lately, as far as is known without asking. */
    public boolean isUp() {
        return circuits.openOnes() == 0;
    }

    /**
     * Asks the server for its version.
     *
     * @throws StoreUnavailableException when it does not answer
     */
    public ServerVersion version() {
        return ServerVersion.parse(RedisReply.text(call(Command.keyless("INFO", "server"))));
    }

    /** How to reach the server of a channel for a subscription of one's own; blocks. */
    public SubscriptionConnector subscribing() {
        return new SubscriptionConnector(settings, jedisConnections);
    }

    /**
     * Begins to look at the masters for what an operator should mend: at once, when Redis answers again, and from time to time.
     * Once; does not block.
     */
    public void watchServers(ServerCheckSettings check) {
        if (check.every().isZero()) {
            return;
        }
        ServerInspection inspection = new ServerInspection(
                jedisConnections, ClientConfigs.withoutLogin(settings), time, check.clockDifference());
        ServerWarnings found = new ServerWarnings(jedisConnections, inspection, text -> LOG.warn("{}", text));
        BackgroundTask backgroundTask = new BackgroundTask(time, "redis-server-check", check::every, found::look);
        warnings = found;
        looks = backgroundTask;
        circuits.onReturn(backgroundTask::soon);
        backgroundTask.start();
        backgroundTask.soon();
    }

    @Override
    public String component() {
        return "redis";
    }

    @Override
    public Status status() {
        ServerWarnings found = warnings;
        boolean isWell = isUp() && !operatorWarnings.lately() && (found == null || !found.isDegraded());
        return isWell ? Status.HEALTHY : Status.DEGRADED;
    }

    @Override
    public List<String> warnings() {
        ServerWarnings found = warnings;
        return found == null ? List.of() : found.texts();
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> all = new ArrayList<>(statistics.metrics());
        all.add(Metric.gauge("redis_calls_active", "Calls to Redis that run.", calls.active()));
        all.add(Metric.gauge("redis_calls_waiting", "Calls that wait for a connection to Redis.", calls.waiting()));
        all.add(Metric.gauge(
                "redis_calls_of_server_limit", "Calls to one server that may run; more wait.", calls.mostOfOne()));
        all.add(Metric.gauge("redis_connections_idle", "Connections to Redis that lie idle.", jedisConnections.idle()));
        all.add(Metric.counter("redis_rubbish_total", "Keys of another type than ours that were taken out.", (double)
                wrongTypeRepair.takenOut()));
        all.add(Metric.gauge("redis_circuits_open", "Servers of Redis that do not answer.", circuits.openOnes()));
        ServerWarnings found = warnings;
        if (found != null) {
            all.addAll(found.metrics());
        }
        return List.copyOf(all);
    }

    /** Commands sent so far. */
    public long commandsSent() {
        return statistics.commands();
    }

    /** Waits for an answer so far. */
    public long roundTrips() {
        return statistics.roundTrips();
    }

    @Override
    public void close() {
        BackgroundTask backgroundTask = looks;
        if (backgroundTask != null) {
            backgroundTask.close();
        }
        circuits.close();
        masters.close();
        calls.close();
        jedisConnections.close();
    }

    private List<RedisReply> await(Future<List<RedisReply>> future, int howMany, Deadline deadline) {
        StoreUnavailableException failure;
        try {
            return calls.await(future, deadline.left());
        } catch (TimeoutException e) {
            statistics.timeout();
            failure = calls.blames(future)
                    ? failures.late(e)
                    : new RedisFailure(Kind.NOT_ASKED, "too many calls wait for Redis", e);
        } catch (StoreUnavailableException e) {
            failure = e;
        } catch (ExecutionException e) {
            failure = failures.of(e.getCause() instanceof JedisException jedis ? jedis : new JedisException(e));
        }
        return failed(failure, howMany);
    }

    private static List<RedisReply> failed(StoreUnavailableException failure, int howMany) {
        return Collections.nCopies(howMany, RedisReply.failed(failure));
    }

    /** Tells the server's circuit how it went. */
    private RedisReply judged(RedisReply redisReply, Command command, String server) {
        if (RedisFailure.is(Kind.NOT_ASKED, redisReply.failure())) {
            return redisReply;
        }
        if (redisReply.isFailed()) {
            statistics.error();
        }
        StoreUnavailableException failure = redisReply.failure();
        if (failure != null && RedisFailure.is(Kind.UNREACHABLE, failure)) {
            circuits.failed(command, server, failure);
            return redisReply;
        }
        circuits.of(server).succeeded();
        if (failure != null && COMPLAINTS.stream().anyMatch(kind -> RedisFailure.is(kind, failure))) {
            operatorWarnings.about(failure);
        }
        if (RedisFailure.is(Kind.READ_ONLY, failure)) {
            masters.ask();
        }
        return redisReply;
    }

    /** Why no server answered; empty when one did. The slots of a cluster's server that does not may be another one's by now. */
    private Optional<StoreUnavailableException> probe(Command command) {
        Optional<StoreUnavailableException> failure = asked(command);
        if (failure.isPresent() && settings.servers().mode() == Mode.CLUSTER) {
            masters.ask();
        }
        return failure;
    }

    private Optional<StoreUnavailableException> asked(Command command) {
        try {
            Future<List<RedisReply>> answer = calls.submit(
                    jedisConnections.serverOf(command.routingKey()), () -> commandExecutor.run(List.of(command)));
            return Optional.ofNullable(
                            calls.await(answer, settings.deadline()).get(0).failure())
                    .filter(failure -> RedisFailure.is(Kind.UNREACHABLE, failure));
        } catch (StoreUnavailableException e) {
            return Optional.of(e);
        } catch (ExecutionException e) {
            return Optional.of(failures.of(new JedisException(e)));
        } catch (TimeoutException e) {
            return Optional.of(failures.late(e));
        }
    }
}
