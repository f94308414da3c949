package io.mychat.gateway.redis.client;

import io.mychat.gateway.redis.connection.JedisConnections;
import io.mychat.gateway.redis.connection.MasterWatch;
import io.mychat.gateway.redis.connection.SubscriptionConnector;
import io.mychat.gateway.redis.failure.OperatorWarnings;
import io.mychat.gateway.redis.inspection.ServerCheckSettings;
import io.mychat.gateway.redis.inspection.ServerInspection;
import io.mychat.gateway.redis.inspection.ServerWarnings;
import io.mychat.gateway.redis.schedule.BackgroundTask;
import io.mychat.gateway.redis.settings.ClientConfigs;
import io.mychat.gateway.redis.settings.LiveLogins;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.settings.RedisSettings.Mode;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * RedisManager of specification 2.2: access to one server, to a master behind sentinels, or to a cluster.
 *
 * <p>A call takes at most its deadline, the default one or the one that it is given, then throws {@link
 * StoreUnavailableException}. The command may have been executed nevertheless, or may be executed a moment later. In a
 * cluster, a command may be executed twice when its first reply is lost. Messages of exceptions and logs contain
 * neither secrets nor values.
 *
 * <p>While Redis does not answer, calls fail at once, and a probe in the background notices its return.
 *
 * <p>Thread-safe. The owner closes it; calls fail from then on.
 */
public final class Redis implements HealthIndicator, MetricSource, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Redis.class);

    private final RedisSettings settings;
    private final Keys keys;
    private final TimeSource time;
    private final RedisStatistics statistics = new RedisStatistics();
    private final LiveLogins logins;
    private final JedisConnections jedisConnections;
    private final MasterWatch masters;
    private final OperatorWarnings operatorWarnings;
    private final CommandDispatcher dispatcher;
    private final WrongTypeRepair wrongTypeRepair;
    private final boolean isInspected;
    private final ServerWarnings warnings;
    private final BackgroundTask inspections;

    private Redis(RedisSettings settings, ServerCheckSettings check, TimeSource time) {
        this.settings = settings;
        this.keys = new Keys(settings.servers().keyPrefix());
        this.time = time;
        this.logins = new LiveLogins(settings.access());
        this.jedisConnections = new JedisConnections(settings, logins);
        this.masters = new MasterWatch(jedisConnections, settings.servers().mode() == Mode.SENTINEL);
        this.operatorWarnings = new OperatorWarnings(time);
        this.dispatcher =
                new CommandDispatcher(settings, jedisConnections, statistics, masters, operatorWarnings, time);
        this.wrongTypeRepair = new WrongTypeRepair(time);
        this.isInspected = !check.every().isZero();
        this.warnings = new ServerWarnings(
                jedisConnections,
                new ServerInspection(
                        jedisConnections, ClientConfigs.withoutLogin(settings), time, check.clockDifference()),
                text -> LOG.warn("{}", text));
        this.inspections = new BackgroundTask(time, "redis-server-check", check::every, warnings::look);
    }

    /** Connects at the first call; its servers are not inspected. */
    public static Redis of(RedisSettings settings, TimeSource time) {
        return of(settings, ServerCheckSettings.off(), time);
    }

    /** Connects at the first call. */
    public static Redis of(RedisSettings settings, ServerCheckSettings check, TimeSource time) {
        return new Redis(settings, check, time);
    }

    /**
     * Takes other passwords and users for connections from now on; those that exist stay. They are tried first, which
     * blocks for a few deadlines at most.
     *
     * @return false when Redis refuses them, and the previous ones stay; true also when Redis does not answer
     */
    public boolean adoptLogins(RedisSettings.Access next) {
        if (logins.areThoseOf(next)) {
            return true;
        }
        try {
            jedisConnections.tryLogins(new LiveLogins(next));
        } catch (JedisAccessControlException e) {
            LOG.error("Redis refuses the new password or user; the previous one stays in use");
            return false;
        } catch (JedisException e) {
            LOG.warn("The new password of Redis could not be tried, because Redis does not answer; it is taken");
        }
        logins.replace(next);
        return true;
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
    public @Nullable Object call(RedisCommand command) {
        return call(command, deadline());
    }

    /** As {@link #call(RedisCommand)}, as a part of something that has to end in time as a whole. */
    public @Nullable Object call(RedisCommand command, Deadline deadline) {
        return all(List.of(command), deadline).get(0).get();
    }

    /** The deadline of a call that begins now, for all the round trips that it will make. */
    public Deadline deadline() {
        return new Deadline(time, settings.deadline());
    }

    /**
     * Runs commands: one round trip to each server that has one of their keys, all at the same time. Each command has
     * its own answer or failure. Commands to the same slot keep their order. The exception is a command that has to be
     * sent again, because the server did not know its script or the slot moves: it runs after the others.
     */
    public List<RedisReply> all(List<RedisCommand> commands) {
        return all(commands, deadline());
    }

    /** As {@link #all(List)}, as a part of something that has to end in time as a whole. Too late, nothing is sent. */
    public List<RedisReply> all(List<RedisCommand> commands, Deadline deadline) {
        return wrongTypeRepair.repaired(
                commands, dispatcher.send(commands, deadline), again -> dispatcher.send(again, deadline));
    }

    /**
     * Runs one command, a script, without holding the thread until it is answered, unless the command needs a connection to itself.
     * The answer or failure comes on a thread that other calls need, too: what follows it must not block.
     */
    public CompletionStage<RedisReply> later(RedisCommand command, Deadline deadline) {
        return dispatcher.sendLater(command, deadline);
    }

    /** Whether {@link #later} never waits: on one master, with shared connections, and without waiting for replicas. */
    public boolean neverWaitsLater() {
        return settings.servers().mode() != Mode.CLUSTER
                && settings.pool().calls().pipelines() > 0
                && settings.waitReplicas() == 0;
    }

    /** As {@link #all(List)}, but a key of another type than a command expects stays, and that command fails. */
    public List<RedisReply> allUnrepaired(List<RedisCommand> commands) {
        return dispatcher.send(commands, deadline());
    }

    /**
     * Calls the listener each time that Redis, or a server of a cluster, answers again after an outage; on a thread
     * of this class, which must not be blocked.
     */
    public void onReturn(Runnable listener) {
        dispatcher.onReturn(listener);
    }

    /**
     * Registers a listener for a new master behind sentinels. Connections outside of this class may still use the
     * previous master, which may be alive. The listener is called on a thread of this class and must not block.
     */
    public void onMasterChange(Runnable listener) {
        masters.onChange(listener);
    }

    /** Whether Redis is known to answer. Sends no command. */
    public boolean isUp() {
        return dispatcher.openCircuits() == 0;
    }

    /**
     * Asks the server for its version.
     *
     * @throws StoreUnavailableException when it does not answer
     */
    public ServerVersion version() {
        return ServerVersion.parse(RedisReply.text(call(RedisCommand.keyless("INFO", "server"))));
    }

    /** The connector for a subscription on a separate connection to the server of a channel; it blocks. */
    public SubscriptionConnector subscribing() {
        return new SubscriptionConnector(settings, logins, jedisConnections);
    }

    /**
     * Begins to inspect the masters for what an operator should mend: at once, when Redis answers again, and from
     * time to time. Called once; does not block.
     */
    public void inspectServers() {
        if (isInspected) {
            dispatcher.onReturn(inspections::soon);
            inspections.start();
            inspections.soon();
        }
    }

    @Override
    public String component() {
        return "redis";
    }

    @Override
    public Status status() {
        boolean isWell = isUp() && !operatorWarnings.lately() && !warnings.isDegraded();
        return isWell ? Status.HEALTHY : Status.DEGRADED;
    }

    @Override
    public List<String> warnings() {
        return warnings.texts();
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> all = new ArrayList<>(statistics.metrics());
        all.addAll(dispatcher.metrics());
        all.add(Metric.gauge("redis_connections_idle", "Idle connections to Redis.", jedisConnections.idle()));
        all.add(Metric.counter(
                "redis_rubbish_total", "Keys of a wrong type that were deleted.", (double) wrongTypeRepair.takenOut()));
        if (isInspected) {
            all.addAll(warnings.metrics());
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
        inspections.close();
        masters.close();
        dispatcher.close();
        jedisConnections.close();
    }
}
