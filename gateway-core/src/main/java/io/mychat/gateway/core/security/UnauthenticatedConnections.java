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
 * Bounds the connections on which nobody is logged in, in all and for each address ({@code server.max_unauthenticated}, {@code
 * security.max_unauthenticated_per_ip}; protocol.md section 1.5). All addresses of one IPv6 /64 count as one.
 *
 * <p>A newcomer past the bound of its address is refused, unless a connection of that address has been silent for {@link
 * #SILENCE}: then the oldest of those gives way. Past the bound in all, one of the address with most of them gives way, a
 * silent one if there is any; an IPv6 /48 counts as an address with half as many. A connection whose login is being decided
 * never gives way.
 *
 * <p>This object's lock guards everything; clients are closed without it.
 */
public final class UnauthenticatedConnections implements MetricSource {

    /** After so long without a frame a connection gives way to a newcomer. */
    static final Duration SILENCE = Duration.ofSeconds(2);

    private final IntSupplier most;
    private final IntSupplier mostPerAddress;
    private final UnauthenticatedGroups groups = new UnauthenticatedGroups();
    private long evicted;

    /**
     * @param most asked for each newcomer, as {@code mostPerAddress}
     * @param mostPerAddress 0: no limit
     */
    public UnauthenticatedConnections(IntSupplier most, IntSupplier mostPerAddress) {
        this.most = most;
        this.mostPerAddress = mostPerAddress;
    }

    /** What there is to know about a connection, and how it ends. */
    public interface Client {

        /** How long it has sent no frame. */
        Duration silentFor();

        /** Closes it with 1013. Called without a lock; does not block. */
        void giveWay();
    }

    /** What became of a request for a permit. */
    public sealed interface Admission {

        /** There is one. */
        record Granted(Permit permit) implements Admission {}

        /** The address has as many as it may have, and each of them is busy. */
        record TooManyFromAddress() implements Admission {}

        /** There are as many as there may be, and nobody can give way. */
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

        /** The handshake has become a connection. */
        public void opened(Client newClient) {
            synchronized (UnauthenticatedConnections.this) {
                client = newClient;
            }
        }

        /** Whether a login is being decided on the connection. */
        public void deciding(boolean now) {
            synchronized (UnauthenticatedConnections.this) {
                deciding = now;
            }
        }

        /** Somebody has logged in, or the connection has ended, or it never became one. Idempotent. */
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
     * Takes a place for a newcomer.
     *
     * @param counted whether the bound of one address holds for it
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

    /** Addresses that are remembered now. */
    synchronized int addresses() {
        return groups.size();
    }
}
