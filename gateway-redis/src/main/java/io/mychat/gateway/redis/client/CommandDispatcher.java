package io.mychat.gateway.redis.client;

import io.mychat.gateway.redis.connection.JedisConnections;
import io.mychat.gateway.redis.connection.MasterWatch;
import io.mychat.gateway.redis.failure.Failures;
import io.mychat.gateway.redis.failure.OperatorWarnings;
import io.mychat.gateway.redis.failure.RedisFailure;
import io.mychat.gateway.redis.failure.RedisFailure.Kind;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.settings.RedisSettings.CallLimits;
import io.mychat.gateway.redis.settings.RedisSettings.Mode;
import io.mychat.gateway.redis.settings.RedisSettings.Pool;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Sends commands to their servers in parallel and reports the results to the circuits of the servers. A server with an
 * open circuit gets only probes. Thread-safe; the owner closes it.
 */
final class CommandDispatcher implements AutoCloseable {

    /** The failures of a working server that an operator has to solve. */
    private static final Set<Kind> COMPLAINTS = EnumSet.of(Kind.UNFIT, Kind.READ_ONLY, Kind.REFUSED);

    /** Calls with more commands take a connection to themselves. */
    private static final int MOST_PIPELINED = 16;

    private final RedisSettings settings;
    private final JedisConnections jedisConnections;
    private final RedisStatistics statistics;
    private final MasterWatch masters;
    private final OperatorWarnings operatorWarnings;
    private final Failures failures;
    private final CommandExecutor commandExecutor;
    private final CallBulkhead calls;
    private final CallPipelines pipelines;
    private final Circuits circuits;
    private final LateCalls late;

    CommandDispatcher(
            RedisSettings settings,
            JedisConnections jedisConnections,
            RedisStatistics statistics,
            MasterWatch masters,
            OperatorWarnings operatorWarnings,
            TimeSource time) {
        this.settings = settings;
        this.jedisConnections = jedisConnections;
        this.statistics = statistics;
        this.masters = masters;
        this.operatorWarnings = operatorWarnings;
        this.failures = new Failures(settings);
        this.commandExecutor = new CommandExecutor(jedisConnections, settings, statistics, failures);
        boolean isOne = settings.servers().mode() != Mode.CLUSTER;
        Pool pool = settings.pool();
        int most = pool.max() - pool.calls().pipelines();
        this.calls = new CallBulkhead(
                most, isOne ? most : Math.max(1, most / 2), pool.calls().waiting());
        this.pipelines = new CallPipelines(
                pool.calls(),
                isOne ? pool.calls().pipelines() : pool.max(),
                pool.max() + pool.calls().waiting(),
                new PipelinedExchange(commandExecutor, calls, !isOne));
        this.circuits = new Circuits(this::probe, jedisConnections::dropIdle);
        this.late = new LateCalls(time, this::giveUp);
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
        CallLimits limits = settings.pool().calls();
        return List.of(
                Metric.gauge("redis_calls_active", "Calls to Redis with a connection to themselves.", calls.active()),
                Metric.gauge("redis_calls_pipelined", "Calls to Redis that share a connection.", pipelines.active()),
                Metric.gauge(
                        "redis_calls_pipelined_limit",
                        "Most calls to one server that share its connections; further ones wait.",
                        (double) limits.pipelines() * limits.together()),
                Metric.gauge(
                        "redis_calls_waiting",
                        "Calls that wait for a connection to Redis.",
                        calls.waiting() + pipelines.waiting()),
                Metric.gauge(
                        "redis_calls_of_server_limit",
                        "Most calls to one server with a connection to themselves; further ones wait.",
                        calls.mostOfOne()),
                Metric.gauge(
                        "redis_circuits_open", "Redis servers with an open circuit breaker.", circuits.openOnes()));
    }

    @Override
    public void close() {
        circuits.close();
        pipelines.close();
        calls.close();
    }

    /** @return an answer or a failure for each command, in their order */
    List<RedisReply> send(List<RedisCommand> commands, Deadline deadline) {
        if (deadline.isOver()) {
            return failed(tooLate(), commands.size());
        }
        if (commands.size() == 1) {
            return List.of(sendAlone(commands, deadline));
        }
        Map<String, List<Integer>> byServer = new LinkedHashMap<>();
        RedisReply[] replies = new RedisReply[commands.size()];
        for (int i = 0; i < replies.length; i++) {
            String server = jedisConnections.serverOf(commands.get(i).routingKey());
            if (circuits.of(server).isOpen()) {
                replies[i] = RedisReply.failed(unreachable());
            } else {
                byServer.computeIfAbsent(server, name -> new ArrayList<>()).add(i);
            }
        }
        Map<String, Future<List<RedisReply>>> running = new LinkedHashMap<>();
        byServer.forEach((server, group) -> {
            List<RedisCommand> part = group.stream().map(commands::get).toList();
            try {
                running.put(server, begun(server, part));
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

    private StoreUnavailableException tooLate() {
        statistics.timeout();
        return new StoreUnavailableException("Redis took too long for what came before");
    }

    private StoreUnavailableException unreachable() {
        statistics.refused();
        return new StoreUnavailableException("Redis is not reachable");
    }

    /** One command, which is most of them. */
    private RedisReply sendAlone(List<RedisCommand> one, Deadline deadline) {
        RedisCommand command = one.get(0);
        String server = jedisConnections.serverOf(command.routingKey());
        if (circuits.of(server).isOpen()) {
            return RedisReply.failed(unreachable());
        }
        Future<List<RedisReply>> future;
        try {
            future = begun(server, one);
        } catch (StoreUnavailableException e) {
            statistics.refused();
            return RedisReply.failed(e);
        }
        return judged(await(future, 1, deadline).get(0), command, server);
    }

    /**
     * Sends one command with those of others, and does not wait; one that cannot go with others is waited for.
     *
     * @return ends soon after the deadline at the latest, on a thread that others need, too
     */
    CompletableFuture<RedisReply> sendLater(RedisCommand command, Deadline deadline) {
        List<RedisCommand> one = List.of(command);
        String server = jedisConnections.serverOf(command.routingKey());
        // Each is decided once: asked again by send, a circuit that closes meanwhile would let this thread wait.
        if (deadline.isOver()) {
            return CompletableFuture.completedFuture(RedisReply.failed(tooLate()));
        }
        if (circuits.of(server).isOpen()) {
            return CompletableFuture.completedFuture(RedisReply.failed(unreachable()));
        }
        if (!isPipelined(server, one)) {
            return CompletableFuture.completedFuture(send(one, deadline).get(0));
        }
        PipelinedCall call;
        try {
            call = pipelines.submit(server, one);
        } catch (StoreUnavailableException e) {
            statistics.refused();
            return CompletableFuture.completedFuture(RedisReply.failed(e));
        }
        CompletableFuture<RedisReply> reply = call.handle((replies, error) ->
                judged(error == null ? replies.get(0) : RedisReply.failed(failure(error)), command, server));
        try {
            late.watch(call, deadline);
        } catch (RejectedExecutionException e) {
            call.refuse(new RedisFailure(Kind.NOT_ASKED, "nobody would notice that Redis is late", e));
        }
        return reply;
    }

    private void giveUp(PipelinedCall call) {
        statistics.timeout();
        TimeoutException late = new TimeoutException();
        call.refuse(
                call.blamesServer()
                        ? failures.late(late)
                        : new RedisFailure(Kind.NOT_ASKED, "too many calls wait for Redis", late));
    }

    private StoreUnavailableException failure(Throwable error) {
        if (error instanceof CancellationException) {
            return new RedisFailure(Kind.NOT_ASKED, "the connection to Redis is closed", error);
        }
        if (error instanceof StoreUnavailableException known) {
            return known;
        }
        return failures.of(error instanceof JedisException jedis ? jedis : new JedisException(error));
    }

    private Future<List<RedisReply>> begun(String server, List<RedisCommand> commands) {
        return isPipelined(server, commands)
                ? pipelines.submit(server, commands)
                : calls.submit(server, () -> commandExecutor.run(commands));
    }

    /**
     * Others do not wait for many commands, for large answers, or for replicas. As long as the servers of a cluster are
     * unknown, nobody's commands depend on the server of others.
     */
    private boolean isPipelined(String server, List<RedisCommand> commands) {
        CallLimits limits = settings.pool().calls();
        boolean isUnknown = server.isEmpty() && settings.servers().mode() == Mode.CLUSTER;
        if (isUnknown || limits.pipelines() == 0 || commands.size() > MOST_PIPELINED) {
            return false;
        }
        for (RedisCommand command : commands) {
            if (command.isAlone() || (command.writes() && settings.waitReplicas() > 0)) {
                return false;
            }
        }
        return true;
    }

    private boolean blames(Future<?> late) {
        return late instanceof PipelinedCall call ? call.blamesServer() : calls.blames(late);
    }

    private List<RedisReply> await(Future<List<RedisReply>> future, int howMany, Deadline deadline) {
        StoreUnavailableException failure;
        try {
            return calls.await(future, deadline.left());
        } catch (TimeoutException e) {
            statistics.timeout();
            failure = blames(future)
                    ? failures.late(e)
                    : new RedisFailure(Kind.NOT_ASKED, "too many calls wait for Redis", e);
        } catch (StoreUnavailableException e) {
            failure = e;
        } catch (ExecutionException e) {
            failure = e.getCause() instanceof RedisFailure refused
                    ? refused
                    : failures.of(e.getCause() instanceof JedisException jedis ? jedis : new JedisException(e));
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
