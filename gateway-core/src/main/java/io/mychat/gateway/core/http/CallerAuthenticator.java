package io.mychat.gateway.core.http;

import io.mychat.gateway.core.codec.Sha256;
import io.mychat.gateway.core.login.LoginDecision;
import io.mychat.gateway.core.login.LoginRefusal;
import io.mychat.gateway.core.login.TokenAuthenticator;
import io.mychat.gateway.core.security.ClientAddress;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.ban.Ban;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.transport.AddressText;
import io.mychat.gateway.spi.transport.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Authenticates and authorizes all callers of the HTTP API. Thread-safe. May block, and throws {@link
 * io.mychat.gateway.spi.StoreUnavailableException} when the revocation of a token cannot be checked.
 */
public final class CallerAuthenticator {

    /** An orchestrator must not take a gateway for dead because its address is banned. */
    private static final String PROBES = Endpoint.BASE + "/system/health/";

    private final TokenAuthenticator tokens;
    private final Supplier<MachineCallers> machines;
    private final Function<HttpRequest, ClientAddress> clientAddress;
    private final BooleanSupplier localMetrics;
    private final CredentialGuard guard;

    /**
     * @param machines the API keys and client certificates in effect
     * @param clientAddress finds the address of a request's client, also behind trusted proxies
     * @param localMetrics whether a program on this machine reads the metrics without credentials
     */
    public CallerAuthenticator(
            TokenAuthenticator tokens,
            Supplier<MachineCallers> machines,
            Function<HttpRequest, ClientAddress> clientAddress,
            BooleanSupplier localMetrics,
            CredentialGuard guard) {
        this.tokens = tokens;
        this.machines = machines;
        this.clientAddress = clientAddress;
        this.localMetrics = localMetrics;
        this.guard = guard;
    }

    /**
     * Authenticates the caller of an endpoint.
     *
     * @throws ApiError 400 when a trusted proxy does not name its client, 401 for missing or invalid credentials, 403
     *     for insufficient ones and banned addresses
     */
    Caller admit(HttpRequest request, Access access) throws ApiError {
        String ip = address(request);
        refuseBanned(request, ip);
        if (access == Access.ANYONE) {
            return new Caller.Anybody(ip);
        }
        String by = "";
        try {
            Optional<Caller> shown = identify(request, access, ip);
            if (shown.isEmpty()) {
                if (access == Access.OPTIONAL_BEARER) {
                    return new Caller.Anybody(ip);
                }
                if (access == Access.METRICS && localMetrics.getAsBoolean() && LocalCaller.sent(request)) {
                    return new Caller.Anybody(ip);
                }
                throw ApiError.noToken();
            }
            Caller caller = shown.get();
            by = caller.describe();
            if (!access.admits(caller)) {
                throw ApiError.of(ErrorCode.FORBIDDEN, "role_required", "You lack the role that this asks for.");
            }
            return caller;
        } catch (ApiError e) {
            guard.audit().refused(request, ip, ApiAudit.shownBy(request), by, e);
            throw e;
        }
    }

    private void refuseBanned(HttpRequest request, String ip) throws ApiError {
        Optional<Ban> ban = request.path().startsWith(PROBES)
                ? Optional.empty()
                : guard.bans().apply(ip);
        if (ban.isPresent()) {
            ApiError error = ApiError.banned(ban.get());
            guard.audit().refused(request, ip, ApiAudit.shownBy(request), "", error);
            throw error;
        }
    }

    /** Reports a refusal of an endpoint to a caller with valid credentials. */
    void refused(HttpRequest request, Caller caller, ApiError error) {
        if (!(caller instanceof Caller.Anybody)) {
            guard.audit().refused(request, caller.ip(), ApiAudit.shownBy(request), caller.describe(), error);
        }
    }

    /** Reports the call of an endpoint that is not open to every user; one without credentials is not reported. */
    void answered(HttpRequest request, Caller caller, Endpoint endpoint, int status) {
        Access access = endpoint.access();
        if (access != Access.ANYONE
                && access != Access.BEARER
                && access != Access.OPTIONAL_BEARER
                && !(caller instanceof Caller.Anybody)) {
            guard.audit().called(request, caller, endpoint, status);
        }
    }

    /**
     * Whether a caller may see the non-public part of a response. These are the callers who may see metrics, except
     * users with an access token, because checking it may wait for a store.
     */
    public boolean maySeeMetricsAtOnce(HttpRequest request) {
        if (request.header("Authorization").isPresent()) {
            return false;
        }
        try {
            String ip = address(request);
            return request.header("X-Api-Key")
                    .map(key -> guard.throttle().check(ip, Sha256.hex(key)).isEmpty()
                            && machines.get().withKey(key, ip).isPresent())
                    .orElseGet(() -> machines.get().withCertificate(request, ip).isPresent()
                            || (localMetrics.getAsBoolean() && LocalCaller.sent(request)));
        } catch (ApiError e) {
            return false;
        }
    }

    private String address(HttpRequest request) throws ApiError {
        ClientAddress found = clientAddress.apply(request);
        if (found instanceof ClientAddress.Known known) {
            return AddressText.of(known.address());
        }
        throw ApiError.of(ErrorCode.BAD_REQUEST, "bad_client_address", ((ClientAddress.Invalid) found).detail());
    }

    private Optional<Caller> identify(HttpRequest request, Access access, String ip) throws ApiError {
        Optional<String> bearer = ApiRequest.bearer(request);
        if (bearer.isPresent()) {
            String shown = bearer.get();
            // Prometheus and its operator can send an API key in no other header.
            boolean isKey = access == Access.METRICS
                    && machines.get().withKey(shown, ip).isPresent();
            return Optional.of(isKey ? key(shown, ip) : user(shown, ip));
        }
        Optional<String> key = request.header("X-Api-Key");
        if (access == Access.BEARER || access == Access.OPTIONAL_BEARER) {
            return Optional.empty();
        }
        return key.isPresent()
                ? Optional.of(key(key.get(), ip))
                : machines.get().withCertificate(request, ip);
    }

    private Caller user(String token, String ip) throws ApiError {
        LoginDecision<TokenClaims> decision = tokens.authenticate(token, ip);
        if (decision instanceof LoginDecision.Granted<TokenClaims> granted) {
            return new Caller.User(granted.value(), ip);
        }
        LoginRefusal reason = ((LoginDecision.Refused<TokenClaims>) decision).reason();
        if (reason.isBan()) {
            throw ApiError.of(reason.code(), reason.error(), reason.detail());
        }
        throw reason.retryAfter().map(ApiError::tooManyRefusals).orElseGet(() -> ApiError.badToken(reason.error()));
    }

    private Caller key(String shown, String ip) throws ApiError {
        String digest = Sha256.hex(shown);
        Optional<Duration> wait = guard.throttle().check(ip, digest);
        if (wait.isPresent()) {
            throw ApiError.tooManyRefusals(wait.get());
        }
        Optional<Caller> found = machines.get().withKey(shown, ip);
        if (found.isEmpty()) {
            throw guard.throttle().failed(ip).map(ApiError::tooManyRefusals).orElseGet(ApiError::badApiKey);
        }
        guard.throttle().accepted(ip, digest);
        return found.get();
    }
}
