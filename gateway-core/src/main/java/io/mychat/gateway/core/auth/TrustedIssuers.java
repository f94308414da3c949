package io.mychat.gateway.core.auth;

import io.mychat.gateway.spi.auth.AccessToken;
import io.mychat.gateway.spi.auth.LogoutVerdict;
import io.mychat.gateway.spi.auth.TokenRequest;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.spi.auth.TokenVerifier;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The gateway's own token service together with the verifiers of other issuers' tokens. A token goes to the own service
 * first, and to the verifiers when that does not trust it. Thread-safe; blocks where a verifier does.
 */
public final class TrustedIssuers implements TokenService {

    private static final char SEPARATOR = '\1';

    private final TokenService own;
    private final List<TokenVerifier> others;

    public TrustedIssuers(TokenService own, List<TokenVerifier> others) {
        this.own = own;
        this.others = List.copyOf(others);
    }

    @Override
    public AccessToken issue(TokenRequest request) {
        return own.issue(request);
    }

    @Override
    public Duration lifetime() {
        return others.stream()
                .map(TokenVerifier::lifetime)
                .reduce(own.lifetime(), (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    @Override
    public TokenVerdict verify(String token) {
        TokenVerdict verdict = own.verify(token);
        if (!isStrange(verdict)) {
            return verdict;
        }
        for (int i = 0; i < others.size(); i++) {
            Optional<TokenVerdict> other = others.get(i).verify(token);
            if (other.isPresent()) {
                return named(other.get(), i);
            }
        }
        return verdict;
    }

    /** Whether the token may be one of another issuer, which need not be a JWT. */
    private static boolean isStrange(TokenVerdict verdict) {
        return verdict instanceof TokenVerdict.Invalid invalid
                && (invalid.fault() == TokenVerdict.Fault.UNTRUSTED || invalid.fault() == TokenVerdict.Fault.MALFORMED);
    }

    /** Two verifiers may use the same label. */
    private static TokenVerdict named(TokenVerdict verdict, int verifier) {
        return verdict instanceof TokenVerdict.Valid valid
                ? new TokenVerdict.Valid(valid.claims()
                        .withSignedBy(prefix(verifier) + valid.claims().signedBy()))
                : verdict;
    }

    private static String prefix(int verifier) {
        return SEPARATOR + Integer.toString(verifier) + SEPARATOR;
    }

    /** Verifiers may have to fetch keys. */
    @Override
    public boolean neverWaits() {
        return others.isEmpty() && own.neverWaits();
    }

    @Override
    public boolean trusts(String signedBy) {
        if (others.isEmpty()) {
            return own.trusts(signedBy);
        }
        return IntStream.range(0, others.size())
                .filter(i -> signedBy.startsWith(prefix(i)))
                .mapToObj(i -> others.get(i).trusts(signedBy.substring(prefix(i).length())))
                .findFirst()
                .orElseGet(() -> own.trusts(signedBy));
    }

    /** Checks a logout token; empty: it names no trusted issuer. */
    public Optional<LogoutVerdict> verifyLogout(String logoutToken) {
        return others.stream()
                .map(verifier -> verifier.verifyLogout(logoutToken))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Whether there is an issuer besides the gateway itself. */
    public boolean hasOthers() {
        return !others.isEmpty();
    }
}
