package io.mychat.gateway.backends.pool;

import io.mychat.gateway.backends.balance.Balancer;
import io.mychat.gateway.spi.backend.RetryBudget;
import io.mychat.gateway.spi.backend.ServerDefinition;
import io.mychat.gateway.spi.backend.ServiceDefinition;
import io.mychat.gateway.spi.backend.ServiceStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A service with one definition. A changed definition creates a new object, which takes over unchanged servers and the
 * counters; a call keeps the object that it started with. Thread-safe.
 */
public final class Service {

    private final String name;
    private final ServiceDefinition definition;
    private final PoolDependencies dependencies;
    private final List<Member> members;
    private final List<Server> servers;
    private final Balancer balancer;
    private final RetryBudget budget;
    private final ServiceCounters serviceCounters;

    /** A server with its health check. */
    private record Member(Server server, @Nullable HealthChecker watch) {}

    private Service(
            String name, ServiceDefinition definition, PoolDependencies dependencies, @Nullable Service predecessor) {
        this.name = name;
        this.definition = definition;
        this.dependencies = dependencies;
        this.members = definition.servers().stream()
                .map(server -> member(server, predecessor))
                .toList();
        this.servers = members.stream().map(Member::server).toList();
        this.balancer = Balancer.of(definition.strategy(), dependencies.random());
        boolean sameRetries = predecessor != null
                && predecessor
                        .definition
                        .policy()
                        .retry()
                        .equals(definition.policy().retry());
        this.budget = predecessor != null && sameRetries
                ? predecessor.budget
                : new RetryBudget(definition.policy().retry());
        this.serviceCounters = predecessor == null ? new ServiceCounters() : predecessor.serviceCounters;
    }

    /** A new service; starts its health checks. */
    public static Service create(String name, ServiceDefinition definition, PoolDependencies dependencies) {
        return new Service(name, definition, dependencies, null);
    }

    /** The same service with a changed definition; ends the health checks of removed servers. */
    public Service with(ServiceDefinition next) {
        if (next.equals(definition)) {
            return this;
        }
        Service successor = new Service(name, next, dependencies, this);
        List<@Nullable HealthChecker> kept = successor.members.stream()
                .<@Nullable HealthChecker>map(Member::watch)
                .toList();
        members.stream()
                .map(Member::watch)
                .filter(watch -> watch != null && !kept.contains(watch))
                .forEach(HealthChecker::stop);
        successor.members.stream()
                .filter(member -> member.watch() == null)
                .forEach(member -> member.server().unwatched());
        return successor;
    }

    /** Ends all health checks; running calls continue. */
    public void retire() {
        for (Member member : members) {
            if (member.watch() != null) {
                member.watch().stop();
            }
        }
    }

    private Member member(ServerDefinition next, @Nullable Service predecessor) {
        Member old = predecessor == null ? null : predecessor.find(next);
        if (predecessor == null || old == null) {
            return watched(new Server(name, next, definition.policy(), dependencies.time(), predecessor != null));
        }
        boolean same = predecessor
                        .definition
                        .policy()
                        .breaker()
                        .equals(definition.policy().breaker())
                && predecessor
                        .definition
                        .policy()
                        .slowStart()
                        .equals(definition.policy().slowStart());
        if (!same) {
            Server server = new Server(name, next, definition.policy(), dependencies.time(), false);
            server.inherit(old.server());
            return watched(server);
        }
        old.server().weight(next.weight());
        boolean sameWatch = predecessor.definition.healthCheck().equals(definition.healthCheck())
                && predecessor.definition.policy().httpVersion()
                        == definition.policy().httpVersion();
        return sameWatch ? old : watched(old.server());
    }

    private Member watched(Server server) {
        if (definition.healthCheck().isEmpty()) {
            return new Member(server, null);
        }
        HealthChecker watch = new HealthChecker(
                server, definition.healthCheck().get(), definition.policy().httpVersion(), dependencies);
        watch.start();
        return new Member(server, watch);
    }

    private @Nullable Member find(ServerDefinition wanted) {
        for (Member member : members) {
            if (member.server().url().equals(wanted.url())) {
                return member;
            }
        }
        return null;
    }

    public ServiceDefinition definition() {
        return definition;
    }

    public RetryBudget budget() {
        return budget;
    }

    /** Takes a place for a running call, which {@link #leave()} releases; false at the limit. */
    public boolean tryEnter() {
        serviceCounters.calls.increment();
        if (serviceCounters.running.incrementAndGet()
                > definition.policy().limits().maxConcurrent()) {
            serviceCounters.running.decrementAndGet();
            serviceCounters.rejected.increment();
            return false;
        }
        return true;
    }

    public void leave() {
        serviceCounters.running.decrementAndGet();
    }

    public void retried() {
        serviceCounters.retries.increment();
    }

    /**
     * A server for one attempt, which ends with {@link Server#ended}; empty when no server is available.
     *
     * @param tried servers that are chosen again only when there is no other
     */
    public Optional<Server> pick(String key, Collection<Server> tried) {
        List<Server> candidates = new ArrayList<>(servers);
        candidates.removeIf(server -> !server.isHealthy() || tried.contains(server));
        Optional<Server> fresh = pickFrom(candidates, key);
        if (fresh.isPresent() || tried.isEmpty()) {
            return fresh;
        }
        candidates.addAll(tried);
        candidates.removeIf(server -> !server.isHealthy());
        return pickFrom(candidates, key);
    }

    private Optional<Server> pickFrom(List<Server> candidates, String key) {
        while (!candidates.isEmpty()) {
            Server picked = balancer.pick(candidates, key);
            if (picked.tryBegin()) {
                return Optional.of(picked);
            }
            candidates.remove(picked);
        }
        return Optional.empty();
    }

    /** Counts a call without an available server. */
    public void foundNone() {
        serviceCounters.rejected.increment();
    }

    public ServiceStatus status() {
        return new ServiceStatus(
                serviceCounters.running.get(),
                serviceCounters.calls.sum(),
                serviceCounters.retries.sum(),
                serviceCounters.rejected.sum(),
                servers.stream().map(Server::status).toList());
    }
}
