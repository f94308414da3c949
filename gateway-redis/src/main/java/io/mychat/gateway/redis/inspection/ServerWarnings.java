package io.mychat.gateway.redis.inspection;

import io.mychat.gateway.redis.connection.JedisConnections;
import io.mychat.gateway.redis.inspection.ServerWarning.Kind;
import io.mychat.gateway.spi.event.Metric;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Inspects all masters periodically and logs each new problem. Thread-safe: one inspection at a time writes under the
 * monitor, and readers get a snapshot.
 */
public final class ServerWarnings {

    private static final Logger LOG = LoggerFactory.getLogger(ServerWarnings.class);

    private final JedisConnections jedisConnections;
    private final ServerInspection inspection;
    private final Consumer<String> log;
    private volatile Map<HostAndPort, List<ServerWarning>> current = Map.of();

    /** The logged problems that still exist. Guarded by the monitor. */
    private final Set<String> logged = new HashSet<>();

    /** @param log gets each warning when it appears */
    public ServerWarnings(JedisConnections jedisConnections, ServerInspection inspection, Consumer<String> log) {
        this.log = log;
        this.jedisConnections = jedisConnections;
        this.inspection = inspection;
    }

    /** One look at all masters; blocks. A server that does not answer keeps its warnings. */
    public synchronized void look() {
        Map<HostAndPort, List<ServerWarning>> before = current;
        Map<HostAndPort, List<ServerWarning>> now = new HashMap<>();
        try {
            for (HostAndPort server : jedisConnections.masters()) {
                now.put(server, look(server, before.getOrDefault(server, List.of())));
            }
        } catch (JedisException e) {
            LOG.debug("the masters of Redis are looked at later", e);
            return;
        }
        current = Map.copyOf(now);
        log(now.values());
    }

    private List<ServerWarning> look(HostAndPort server, List<ServerWarning> before) {
        try {
            return inspection.of(server);
        } catch (JedisException e) {
            LOG.debug("a server of Redis is looked at later", e);
            return before;
        }
    }

    private void log(Collection<List<ServerWarning>> now) {
        Set<String> names = new HashSet<>();
        for (List<ServerWarning> warnings : now) {
            for (ServerWarning warning : warnings) {
                String name = warning.kind() + " " + warning.server();
                names.add(name);
                if (logged.add(name)) {
                    log.accept(warning.text());
                }
            }
        }
        // A refused inspection stays logged, because it does not change by itself.
        logged.removeIf(name -> !names.contains(name) && !name.startsWith(Kind.UNKNOWN.name()));
    }

    /** For people, at the latest look. */
    public List<String> texts() {
        return all().stream()
                .filter(warning -> warning.kind() != Kind.UNKNOWN)
                .map(ServerWarning::text)
                .sorted()
                .toList();
    }

    /** Whether something is wrong that no operator chooses. */
    public boolean isDegraded() {
        return all().stream().anyMatch(warning -> warning.kind().degrades());
    }

    public List<Metric> metrics() {
        List<ServerWarning> all = all();
        return Stream.of(Kind.values())
                .map(kind -> kind.gauge(
                        all.stream().filter(warning -> warning.kind() == kind).count()))
                .toList();
    }

    private List<ServerWarning> all() {
        return current.values().stream().flatMap(List::stream).toList();
    }
}
