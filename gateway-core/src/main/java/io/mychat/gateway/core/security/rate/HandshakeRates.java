package io.mychat.gateway.core.security.rate;

import io.mychat.gateway.core.config.GatewayConfig;
import io.mychat.gateway.core.config.security.SecurityConfig;
import io.mychat.gateway.core.security.AddressGroup;
import io.mychat.gateway.core.store.LruMap;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.time.TimeSource;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the handshakes in a second, of one address ({@code security.handshakes_per_second_per_ip}) and of all of them
 * ({@code server.handshakes_per_second}). A handshake that its address may not make does not count for all. The addresses of
 * an IPv6 /64 count as one. Thread-safe: one lock, held for a look into a map.
 */
public final class HandshakeRates implements MetricSource {

    private final Supplier<Limits> limits;
    private final TimeSource time;
    private final int maxAddresses;
    private final Map<AddressGroup, TokenBucket> byAddress;
    private final TokenBucket all;

    /** The rates in effect. */
    public record Limits(RateLimit ofAddress, RateLimit ofAll) {

        /** The configured rates. */
        public static Limits of(GatewayConfig config) {
            SecurityConfig.HandshakeLimits ofAddress = config.security().handshakes();
            return new Limits(
                    new RateLimit(ofAddress.handshakesPerSecondPerIp(), ofAddress.handshakeBurstPerIp()),
                    new RateLimit(
                            config.server().handshakesPerSecond(),
                            config.server().handshakeBurst()));
        }
    }

    /** The decision about a handshake. */
    public enum Verdict {
        ALLOWED,
        TOO_MANY_OF_ADDRESS,
        TOO_MANY
    }

    /** @param maxAddresses addresses that are remembered; the least recent one is forgotten */
    public HandshakeRates(Supplier<Limits> limits, int maxAddresses, TimeSource time) {
        this.limits = limits;
        this.time = time;
        this.maxAddresses = maxAddresses;
        this.byAddress = new LruMap<>(maxAddresses, dropped -> {});
        this.all = new TokenBucket(time.nanoTime());
    }

    /**
     * Counts a handshake, unless there are too many.
     *
     * @param client null: the address hides many clients, and has no limit
     */
    public Verdict take(@Nullable InetAddress client) {
        Limits now = limits.get();
        if (now.ofAddress().isOff() && now.ofAll().isOff()) {
            return Verdict.ALLOWED;
        }
        synchronized (this) {
            long nanos = time.nanoTime();
            TokenBucket own = client == null || now.ofAddress().isOff()
                    ? null
                    : byAddress.computeIfAbsent(AddressGroup.of(client), group -> new TokenBucket(nanos));
            if (own != null && own.waitFor(now.ofAddress(), 1, nanos) > 0) {
                return Verdict.TOO_MANY_OF_ADDRESS;
            }
            if (all.waitFor(now.ofAll(), 1, nanos) > 0) {
                return Verdict.TOO_MANY;
            }
            if (own != null) {
                own.take(now.ofAddress(), 1, nanos);
            }
            all.take(now.ofAll(), 1, nanos);
            return Verdict.ALLOWED;
        }
    }

    @Override
    public List<Metric> metrics() {
        int tracked;
        synchronized (this) {
            tracked = byAddress.size();
        }
        return List.of(
                Metric.gauge("handshake_addresses", "Addresses whose handshakes are counted.", tracked),
                Metric.gauge(
                        "handshake_addresses_limit", "Most addresses whose handshakes are counted.", maxAddresses));
    }
}
