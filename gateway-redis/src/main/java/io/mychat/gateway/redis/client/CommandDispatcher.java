package io.mychat.gateway.redis.client;

import io.mychat.gateway.redis.connection.JedisConnections;
import io.mychat.gateway.redis.connection.MasterWatch;
import io.mychat.gateway.redis.failure.Failures;
import io.mychat.gateway.redis.failure.OperatorWarnings;
import io.mychat.gateway.redis.failure.RedisFailure;
import io.mychat.gateway.redis.failure.RedisFailure.Kind;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.settings.RedisSettings.Mode;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.Metric;
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
import redis.clients.jedis.exceptions.JedisException;

/**
 * Sends commands to their servers in parallel and reports the results to the circuits of the servers. A server with an
 * open circuit gets only probes. Thread-safe; the owner closes it.
 */
final class CommandDispatcher implements AutoCloseable {

    /** The failures of a working server that an operator has to solve. */
    private static final Set<Kind> COMPLAINTS = EnumSet.of(Kind.UNFIT, Kind.READ_ONLY, Kind.REFUSED);

    private final RedisSettings settings;
    private final JedisConnections jedisConnections;
    private final RedisStatistics statistics;
    private final MasterWatch masters;
    private final OperatorWarnings operatorWarnings;
    private final Failures failures;
    private final CommandExecutor commandExecutor;
    private final CallBulkhead calls;
    private final Circuits circuits;

    CommandDispatcher(
            RedisSettings settings,
            JedisConnections jedisConnections,
            RedisStatistics statistics,
            MasterWatch masters,
            OperatorWarnings operatorWarnings) {
        this.settings = settings;
        this.jedisConnections = jedisConnections;
        this.statistics = statistics;
        this.masters = masters;
        this.operatorWarnings = operatorWarnings;
        this.failures = new Failures(settings);
        this.commandExecutor = new CommandExecutor(jedisConnections, settings, statistics, failures);
        int most = settings.pool().max();
        boolean isOne = settings.servers().mode() != Mode.CLUSTER;
        this.calls = new CallBulkhead(
                most, isOne ? most : Math.max(1, most / 2), settings.pool().queue());
        this.circuits = new Circuits(this::probe, jedisConnections::dropIdle);
    }

    /** Called on a thread of the circuits each time that a server answers again. */
    void onReturn(Runnable listener) {
        circuits.onReturn(listener);
    }

    /** The number of servers with an open circuit breaker. */
    int openCircuits() {
        return circuits.openOnes();
    }

    List<Metric> metrics() {
        return List.of(
                Metric.gauge("redis_calls_active", "Calls to Redis in progress.", calls.active()),
                Metric.gauge("redis_calls_waiting", "Calls that wait for a connection to Redis.", calls.waiting()),
                Metric.gauge(
                        "redis_calls_of_server_limit",
                        "Most calls to one server in progress; further ones wait.",
                        calls.mostOfOne()),
                Metric.gauge(
                        "redis_circuits_open", "Redis servers with an open circuit breaker.", circuits.openOnes()));
    }

    @Override
    public void close() {
        circuits.close();
        calls.close();
    }

    /** @return an answer or a failure for each command, in their order */
    List<RedisReply> send(List<RedisCommand> commands, Deadline deadline) {
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
            List<RedisCommand> part = group.stream().map(commands::get).toList();
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
    private RedisReply judged(RedisReply redisReply, RedisCommand command, String server) {
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

    /**
     * Why no server answered; empty when one did. The slots of a cluster's server that does not may be another one's
     * by now.
     */
    private Optional<StoreUnavailableException> probe(RedisCommand command) {
        Optional<StoreUnavailableException> failure = asked(command);
        if (failure.isPresent() && settings.servers().mode() == Mode.CLUSTER) {
            masters.ask();
        }
        return failure;
    }

    private Optional<StoreUnavailableException> asked(RedisCommand command) {
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
