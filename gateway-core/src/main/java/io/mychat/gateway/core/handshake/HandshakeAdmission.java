package io.mychat.gateway.core.handshake;

import io.mychat.gateway.core.ban.ActiveBans;
import io.mychat.gateway.core.ban.BanText;
import io.mychat.gateway.core.security.ClientAddress;
import io.mychat.gateway.core.security.ConnectionLimiter;
import io.mychat.gateway.core.security.ConnectionLimiter.Admission;
import io.mychat.gateway.core.security.UnauthenticatedConnections;
import io.mychat.gateway.core.security.rate.HandshakeRates;
import io.mychat.gateway.spi.ban.Ban;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.AddressText;
import io.mychat.gateway.spi.transport.ErrorBody;
import io.mychat.gateway.spi.transport.HandshakeDecision;
import io.mychat.gateway.spi.transport.HandshakeRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may connect (protocol.md section 1): the client's address, the web page's origin, and the places that are
 * left. Thread-safe.
 */
public final class HandshakeAdmission {

    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final String UNAVAILABLE = "Service Unavailable";
    private static final String TOO_MANY = "Too Many Requests";

    private final Supplier<HandshakePolicy> policy;
    private final Limits limits;
    private final ActiveBans bans;
    private final Reports reports;

    private volatile boolean closed;

    /** The bounds of connections and handshakes. */
    public record Limits(
            ConnectionLimiter connections, UnauthenticatedConnections unauthenticated, HandshakeRates rates) {}

    /** Where refusals are reported. */
    public record Reports(GatewayListener events, TimeSource time) {}

    /** The decision about one handshake. */
    sealed interface Outcome {}

    /** The client may connect. */
    record Admitted(InetAddress address, Admission.Granted place, UnauthenticatedConnections.Permit unauthenticated)
            implements Outcome {

        void release() {
            unauthenticated.leave();
            place.release();
        }
    }

    /** The client may not connect. */
    record Refused(HandshakeDecision.Refuse decision) implements Outcome {}

    public HandshakeAdmission(Supplier<HandshakePolicy> policy, Limits limits, ActiveBans bans, Reports reports) {
        this.policy = policy;
        this.limits = limits;
        this.bans = bans;
        this.reports = reports;
    }

    /** Refuses all handshakes from now on. */
    public void close() {
        closed = true;
    }

    public boolean isClosed() {
        return closed;
    }

    /** Whether the address lists in effect allow an address. */
    public boolean allows(InetAddress address) {
        return policy.get().addresses().allows(address);
    }

    /** Whether a ban in effect excludes an address. */
    public boolean isBanned(InetAddress address) {
        return bans.ofAddress(address).isPresent();
    }

    /** Decides about a handshake; places of an admitted client are held until its {@link Admitted#release}. */
    Outcome admit(HandshakeRequest request) {
        HandshakePolicy handshakePolicy = policy.get();
        InetAddress peer = request.peer().getAddress();
        ClientAddress found = handshakePolicy.clients().resolve(peer, request::headers);
        if (!(found instanceof ClientAddress.Known known)) {
            String detail = ((ClientAddress.Invalid) found).detail();
            return refuse(peer, 400, "Bad Request", "bad_client_address", detail, null);
        }
        InetAddress client = known.address();
        if (!handshakePolicy.addresses().allows(client)) {
            return refuse(client, 403, "Forbidden", "address_refused", "This address may not connect.", null);
        }
        Optional<Ban> ban = bans.ofAddress(client);
        if (ban.isPresent()) {
            return refuse(client, 403, "Forbidden", "banned", BanText.of(ban.get()), null);
        }
        if (!handshakePolicy.origins().allows(request.headers("Origin"))) {
            return refuse(client, 403, "Forbidden", "origin_refused", "This web page may not connect.", null);
        }
        if (closed) {
            return refuse(client, 503, UNAVAILABLE, "draining", "This gateway is about to stop.", RETRY);
        }
        boolean isCounted = handshakePolicy.clients().isCounted(client);
        return switch (limits.rates().take(isCounted ? client : null)) {
            case TOO_MANY_OF_ADDRESS ->
                refuse(client, 429, TOO_MANY, "too_many_handshakes", "Too many handshakes from this address.", RETRY);
            case TOO_MANY ->
                refuse(client, 503, UNAVAILABLE, "handshake_rate", "Too many handshakes at the moment.", RETRY);
            case ALLOWED -> place(client, isCounted);
        };
    }

    private Outcome place(InetAddress client, boolean isCounted) {
        ConnectionLimiter limiter = limits.connections();
        Admission admission = isCounted ? limiter.acquire(client) : limiter.acquireUncounted();
        if (admission instanceof Admission.Full) {
            return full(client);
        }
        if (!(admission instanceof Admission.Granted place)) {
            return tooMany(client);
        }
        var stranger = limits.unauthenticated().acquire(client, isCounted);
        if (!(stranger instanceof UnauthenticatedConnections.Admission.Granted granted)) {
            place.release();
            return stranger instanceof UnauthenticatedConnections.Admission.Full ? full(client) : tooMany(client);
        }
        return new Admitted(client, place, granted.permit());
    }

    private Outcome full(InetAddress client) {
        return refuse(client, 503, UNAVAILABLE, "at_capacity", "All places are taken.", RETRY);
    }

    private Outcome tooMany(InetAddress client) {
        return refuse(client, 429, TOO_MANY, "too_many_connections", "Too many connections from this address.", RETRY);
    }

    private Outcome refuse(
            InetAddress client,
            int status,
            String message,
            String error,
            String detail,
            @Nullable Duration retryAfter) {
        reports.events()
                .onEvent(
                        new GatewayEvent.HandshakeRefused(reports.time().now(), AddressText.of(client), status, error));
        return new Refused(new HandshakeDecision.Refuse(
                status, new ErrorBody(status, message, error, detail, retryAfter).json(), retryAfter));
    }
}
