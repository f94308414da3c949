package io.mychat.gateway.core.security;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds WebSocket connections, in total and for each address ({@code server.max_connections}, {@code
 * security.max_connections_per_ip}). All addresses of one IPv6 /64 count as one. Remembers nothing about an address
 * without connections. Thread-safe; never blocks for long.
 */
public final class ConnectionLimiter implements MetricSource {

    private final IntSupplier most;
    private final IntSupplier mostPerAddress;
    private final AtomicInteger total = new AtomicInteger();
    /** The entries are changed only inside {@code compute}, and are removed at zero. */
    private final ConcurrentHashMap<AddressGroup, Integer> perAddress = new ConcurrentHashMap<>();

    /**
     * @param mostPerAddress 0: no limit
     */
    public ConnectionLimiter(int most, int mostPerAddress) {
        this(() -> most, () -> mostPerAddress);
        if (most < 1 || mostPerAddress < 0) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    /**
     * A limiter whose limits may change. A connection that was admitted without a limit per address is never counted
     * for one.
     *
     * @param most called for each new connection, like {@code mostPerAddress}
     */
    public ConnectionLimiter(IntSupplier most, IntSupplier mostPerAddress) {
        this.most = most;
        this.mostPerAddress = mostPerAddress;
    }

    /** The outcome of a request for a place. */
    public sealed interface Admission {

        /** A place, held until it is released. Releasing it again does nothing. */
        final class Granted implements Admission {

            private final @Nullable AddressGroup address;
            /** Null once it is released; guarded by this object's lock. */
            private @Nullable ConnectionLimiter limiter;

            private Granted(ConnectionLimiter limiter, @Nullable AddressGroup address) {
                this.limiter = limiter;
                this.address = address;
            }

            public void release() {
                ConnectionLimiter held;
                synchronized (this) {
                    held = limiter;
                    limiter = null;
                }
                if (held != null) {
                    held.release(address);
                }
            }
        }

        /** The gateway has reached its limit. */
        record Full() implements Admission {}

        /** The address has reached its limit. */
        record TooManyFromAddress() implements Admission {}
    }

    /** Takes a place without counting the client's address. */
    public Admission acquireUncounted() {
        return admit(null, 0);
    }

    /** Takes a place for a client of this address. */
    public Admission acquire(InetAddress client) {
        return admit(client, mostPerAddress.getAsInt());
    }

    private Admission admit(@Nullable InetAddress client, int placesOfAddress) {
        int places = most.getAsInt();
        if (total.getAndUpdate(n -> n < places ? n + 1 : n) >= places) {
            return new Admission.Full();
        }
        if (client == null || placesOfAddress == 0) {
            return new Admission.Granted(this, null);
        }
        AddressGroup group = AddressGroup.of(client);
        if (!acquire(group, placesOfAddress)) {
            total.decrementAndGet();
            return new Admission.TooManyFromAddress();
        }
        return new Admission.Granted(this, group);
    }

    private void release(@Nullable AddressGroup group) {
        if (group != null) {
            perAddress.computeIfPresent(group, (g, n) -> n == 1 ? null : n - 1);
        }
        total.decrementAndGet();
    }

    private boolean acquire(AddressGroup group, int places) {
        boolean[] taken = new boolean[1];
        perAddress.compute(group, (g, n) -> {
            int held = n == null ? 0 : n;
            taken[0] = held < places;
            return taken[0] ? Integer.valueOf(held + 1) : n;
        });
        return taken[0];
    }

    /** The number of taken places. */
    public int connections() {
        return total.get();
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                Metric.gauge("connection_places", "Connections and handshakes in progress.", total.get()),
                Metric.gauge("connection_places_limit", "Most connections and handshakes.", most.getAsInt()),
                Metric.gauge(
                        "connection_addresses",
                        "Addresses with counted connections; 0 without a limit for each address.",
                        perAddress.size()),
                Metric.gauge(
                        "connections_per_address_limit",
                        "Most connections of one address; 0: no limit.",
                        mostPerAddress.getAsInt()));
    }

    /** The number of remembered addresses. */
    int addresses() {
        return perAddress.size();
    }
}
