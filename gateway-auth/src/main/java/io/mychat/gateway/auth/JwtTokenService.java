package io.mychat.gateway.auth;

import com.auth0.jwt.HeaderParams;
import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.RegisteredClaims;
import com.auth0.jwt.exceptions.JWTDecodeException;
import com.auth0.jwt.interfaces.Claim;
import com.auth0.jwt.interfaces.DecodedJWT;
import io.mychat.gateway.spi.auth.AccessToken;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.auth.TokenRequest;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.spi.auth.TokenVerdict.Fault;
import io.mychat.gateway.spi.auth.TokenVerdict.Invalid;
import io.mychat.gateway.spi.time.TimeSource;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of the AuthManager (specification 3.6): signed JWTs (RFC 7519), verified locally.
 *
 * <p>A token is valid until {@code exp} without grace, because live connections are closed at {@code exp}. {@code iat}
 * and {@code nbf} may lie in the future by the clock skew, because they come from the clock of another node.
 *
 * <p>A token with a lifetime ({@code iat} to {@code exp}) above {@link TokenSettings#maxLifetime} is refused. A token
 * without {@code iat} or {@code exp} is malformed.
 *
 * <p>A token without a key id ({@code kid}) is verified only with the key whose id is empty.
 *
 * <p>Thread-safe. Keys and settings are one volatile reference, so each call uses one consistent state.
 *
 * @since 0.1.0
 */
public final class JwtTokenService implements TokenService {

    private static final int TOKEN_ID_BYTES = 16;

    private final TimeSource time;
    private final SecureRandom random = new SecureRandom();
    private volatile Policy policy;

    /**
     * The keys and settings in effect.
     *
     * @param longest the longest lifetime of all tokens that this service has signed
     * @param longestAccepted the longest lifetime of all tokens that this service has signed or accepted
     */
    private record Policy(
            KeyRing keys,
            TokenSettings settings,
            Duration longest,
            Duration longestAccepted,
            TrustLabels labels,
            boolean verifiesQuickly) {

        static Policy of(KeyRing keys, TokenSettings settings, Duration longestBefore, Duration longestAcceptedBefore) {
            Duration longest = longer(longestBefore, settings.lifetime());
            Duration accepted = longer(longest, settings.maxLifetime().orElse(longest));
            return new Policy(
                    keys,
                    settings,
                    longest,
                    longer(accepted, longestAcceptedBefore),
                    new TrustLabels(keys, settings),
                    keys.verifiesQuickly());
        }

        private static Duration longer(Duration one, Duration other) {
            return one.compareTo(other) > 0 ? one : other;
        }

        /** The longest lifetime that a token may have. */
        Duration maxLifetime() {
            return settings.maxLifetime().orElse(longest);
        }
    }

    public JwtTokenService(KeyRing keys, TokenSettings settings, TimeSource time) {
        this.policy = Policy.of(Objects.requireNonNull(keys, "keys"), settings, Duration.ZERO, Duration.ZERO);
        this.time = Objects.requireNonNull(time, "time");
    }

    /** Signs and checks with the keys of {@code ring} from the next call on. */
    public void replaceKeys(KeyRing ring) {
        replace(ring, policy.settings());
    }

    /** Signs and checks with these keys and settings from the next call on. */
    public synchronized void replace(KeyRing ring, TokenSettings settings) {
        Policy previous = policy;
        policy = Policy.of(
                Objects.requireNonNull(ring, "ring"), settings, previous.longest(), previous.longestAccepted());
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException when the user's name and roles make the token longer than the limit
     */
    @Override
    public AccessToken issue(TokenRequest request) {
        Policy now = policy;
        TokenSettings settings = now.settings();
        Instant issuedAt = time.now().truncatedTo(ChronoUnit.SECONDS);
        TokenClaims claims = new TokenClaims(
                newTokenId(),
                request.account(),
                request.device(),
                request.familyId(),
                request.generation(),
                issuedAt,
                issuedAt.plus(settings.lifetime()),
                now.labels().of(now.keys().signing()));
        JWTCreator.Builder builder = JwtClaims.write(claims);
        settings.issuer().ifPresent(builder::withIssuer);
        settings.audience().ifPresent(builder::withAudience);
        String token = now.keys().signing().sign(builder);
        if (token.length() > settings.maxTokenBytes()) {
            throw new IllegalArgumentException("the user's name and roles make a token of more than "
                    + settings.maxTokenBytes() + " bytes (auth.max_token_bytes)");
        }
        return new AccessToken(token, claims);
    }

    /** Includes tokens from before a shorter lifetime was set, and tokens of other issuers, which may live longer. */
    @Override
    public Duration lifetime() {
        return policy.longestAccepted();
    }

    @Override
    public boolean trusts(String signedBy) {
        return policy.labels().areTrusted(signedBy);
    }

    /** While all keys are shared secrets. */
    @Override
    public boolean neverWaits() {
        return policy.verifiesQuickly();
    }

    @Override
    public TokenVerdict verify(String token) {
        Policy now = policy;
        TokenSettings settings = now.settings();
        if (token.length() > settings.maxTokenBytes()) {
            return new Invalid(Fault.MALFORMED);
        }
        Optional<DecodedJWT> parsed = parse(token);
        if (parsed.isEmpty()) {
            return new Invalid(Fault.MALFORMED);
        }
        DecodedJWT decoded = parsed.get();
        Optional<TokenKey> signer = signer(decoded, now.keys());
        if (signer.isEmpty() || !isForUs(decoded, settings)) {
            return new Invalid(Fault.UNTRUSTED);
        }
        TokenClaims claims;
        try {
            claims = JwtClaims.read(decoded, now.labels().of(signer.get()));
        } catch (IllegalArgumentException | JWTDecodeException e) {
            return new Invalid(Fault.MALFORMED);
        }
        if (Duration.between(claims.issuedAt(), claims.expiresAt()).compareTo(now.maxLifetime()) > 0) {
            return new Invalid(Fault.LIVES_TOO_LONG);
        }
        return timely(claims, decoded.getNotBeforeAsInstant(), settings.clockSkew());
    }

    private static Optional<DecodedJWT> parse(String token) {
        try {
            DecodedJWT decoded = JWT.decode(token);
            // The library accepts the JSON text "null" as a header or payload, and fails on it later.
            Objects.requireNonNull(decoded.getHeaderClaim(HeaderParams.ALGORITHM));
            Objects.requireNonNull(decoded.getClaim(RegisteredClaims.SUBJECT));
            return Optional.of(decoded);
        } catch (RuntimeException e) {
            // Not only the library's exception: a time beyond the calendar throws another one.
            return Optional.empty();
        }
    }

    private static Optional<TokenKey> signer(DecodedJWT token, KeyRing keys) {
        // RFC 7515, section 4.1.11: a token with an unknown critical extension must be refused.
        if (!token.getHeaderClaim("crit").isMissing()) {
            return Optional.empty();
        }
        String keyId = Objects.requireNonNullElse(token.getKeyId(), "");
        return keys.find(keyId).filter(key -> key.signed(token));
    }

    private static boolean isForUs(DecodedJWT token, TokenSettings settings) {
        Optional<String> issuer = settings.issuer();
        if (issuer.isPresent()
                && !issuer.get().equals(token.getClaim(RegisteredClaims.ISSUER).asString())) {
            return false;
        }
        Claim named = token.getClaim(RegisteredClaims.AUDIENCE);
        if (named.isMissing() || named.isNull()) {
            return settings.audience().isEmpty();
        }
        // RFC 7519, section 4.1.3: a token for another audience must be refused.
        @Nullable List<String> audience = token.getAudience();
        return audience != null
                && settings.audience().filter(audience::contains).isPresent();
    }

    private TokenVerdict timely(TokenClaims claims, @Nullable Instant notBefore, Duration clockSkew) {
        Instant now = time.now();
        if (!now.isBefore(claims.expiresAt())) {
            return new Invalid(Fault.EXPIRED);
        }
        Instant latest = now.plus(clockSkew);
        if (claims.issuedAt().isAfter(latest) || (notBefore != null && notBefore.isAfter(latest))) {
            return new Invalid(Fault.NOT_YET_VALID);
        }
        return new TokenVerdict.Valid(claims);
    }

    private String newTokenId() {
        byte[] bytes = new byte[TOKEN_ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
