package io.mychat.gateway.core.security;

import io.mychat.gateway.core.security.UnauthenticatedGroups.Group;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the connections without a login, in total and for each address ({@code server.max_unauthenticated}, {@code
 * security.max_unauthenticated_per_ip}; protocol.md section 1.5). All addresses of one IPv6 /64 count as one.
 *
 * <p>Beyond the bound of its address, a new connection is refused, unless a connection of the address has been silent
 * for {@link #SILENCE}: then the oldest silent one is closed. Beyond the total bound, a connection of the address with
 * the most connections is closed, a silent one if there is any; an IPv6 /48 has half the weight of an address. A
 * connection with a login in progress is never closed.
 *
 * <p>Thread-safe: this object's lock guards everything. Clients are closed without it.
 */
public final class UnauthenticatedConnections implements MetricSource {

    /** The time without a frame after which a connection can be closed for a new one. */
    static final Duration SILENCE = Duration.ofSeconds(2);

    private final IntSupplier most;
    private final IntSupplier mostPerAddress;
    private final UnauthenticatedGroups groups = new UnauthenticatedGroups();
    private long evicted;

    /**
     * @param most called for each new connection, like {@code mostPerAddress}
     * @param mostPerAddress 0: no limit
     */
    public UnauthenticatedConnections(IntSupplier most, IntSupplier mostPerAddress) {
        this.most = most;
        this.mostPerAddress = mostPerAddress;
    }

    /** A connection without a login. */
    public interface Client {

        /** The time since its last frame. */
        Duration silentFor();

        /** Closes it with 1013. Called without a lock; does not block. */
        void giveWay();
    }

    /** The outcome of a request for a permit. */
    public sealed interface Admission {

        /** The connection is admitted. */
        record Granted(Permit permit) implements Admission {}

        /** The address has reached its bound, and none of its connections is silent. */
        record TooManyFromAddress() implements Admission {}

        /** The total bound is reached, and no connection can be closed. */
        record Full() implements Admission {}
    }

    /** The place of a connection from its handshake to its login or its end. */
    public final class Permit {

        final AddressGroup address;
        private @Nullable Client client;
        private boolean deciding;
        private boolean left;

        private Permit(AddressGroup address) {
            this.address = address;
        }

        /** Reports that the handshake has succeeded. */
        public void opened(Client newClient) {
            synchronized (UnauthenticatedConnections.this) {
                client = newClient;
            }
        }

        /** Reports whether a login is in progress on the connection. */
        public void deciding(boolean now) {
            synchronized (UnauthenticatedConnections.this) {
                deciding = now;
            }
        }

        /** Reports a login, the end of the connection, or a failed handshake. Idempotent. */
        public void leave() {
            synchronized (UnauthenticatedConnections.this) {
                if (!left) {
                    left = true;
                    groups.remove(this);
                }
            }
        }

        private boolean mayGiveWay() {
            return client != null && !deciding;
        }

        private boolean isSilent() {
            return client != null && !deciding && client.silentFor().compareTo(SILENCE) >= 0;
        }
    }

    /**
     * Takes a place for a new connection.
     *
     * @param counted whether the bound per address applies
     */
    public Admission acquire(InetAddress address, boolean counted) {
        AddressGroup group = AddressGroup.of(address);
        Permit permit = new Permit(group);
        Client loser;
        synchronized (this) {
            int limit = counted ? mostPerAddress.getAsInt() : 0;
            Optional<Permit> evictable = Optional.empty();
            if (limit > 0 && groups.count(group) >= limit) {
                evictable = groups.of(group).permits().filter(Permit::isSilent).findFirst();
                if (evictable.isEmpty()) {
                    return new Admission.TooManyFromAddress();
                }
            } else if (groups.total() >= most.getAsInt()) {
                evictable = groups.largestFirst()
                        .flatMap(UnauthenticatedConnections::evictable)
                        .findFirst();
                if (evictable.isEmpty()) {
                    return new Admission.Full();
                }
            }
            loser = evictable.map(this::evict).orElse(null);
            groups.add(permit);
        }
        if (loser != null) {
            loser.giveWay();
        }
        return new Admission.Granted(permit);
    }

    private static Stream<Permit> evictable(Group group) {
        return group
                .permits()
                .filter(Permit::isSilent)
                .findFirst()
                .or(() -> group.permits().filter(Permit::mayGiveWay).findFirst())
                .stream();
    }

    private @Nullable Client evict(Permit permit) {
        evicted++;
        permit.left = true;
        groups.remove(permit);
        return permit.client;
    }

    @Override
    public synchronized List<Metric> metrics() {
        return List.of(
                Metric.gauge(
                        "unauthenticated_places",
                        "Connections without a login, handshakes in progress included.",
                        groups.total()),
                Metric.gauge(
                        "unauthenticated_places_limit",
                        "Most connections without a login, handshakes included.",
                        most.getAsInt()),
                Metric.gauge(
                        "unauthenticated_per_address_limit",
                        "Most connections without a login from one address; 0: no limit.",
                        mostPerAddress.getAsInt()),
                Metric.counter(
                        "unauthenticated_evicted_total",
                        "Connections without a login that were closed for new ones.",
                        evicted));
    }

    /** The number of remembered addresses. */
    synchronized int addresses() {
        return groups.size();
    }
}
