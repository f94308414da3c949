package io.mychat.gateway.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.LogoutVerdict;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.spi.auth.TokenVerdict.Fault;
import io.mychat.gateway.spi.time.TimeSource;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Checks the tokens of one issuer (RFC 9068, RFC 8725). Keys that a token brings itself ({@code jwk}, {@code jku}, {@code
 * x5c}) never count. Thread-safe; blocks for keys.
 */
final class TrustedIssuer implements AutoCloseable {

    /** A token that is not used within a minute or two of its making is somebody else's. */
    private static final Duration LOGOUT_AGE = Duration.ofMinutes(2);

    private static final String LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout";

    /** What only ID tokens and logout tokens have, neither of which gives access. */
    private static final List<String> NOT_OF_ACCESS_TOKENS = List.of("nonce", "at_hash", "c_hash", "events");

    private final OidcSettings.Issuer issuer;
    private final OidcSettings.Limits limits;
    private final IssuerKeys keys;
    private final ClaimMapping mapping;
    private final TimeSource time;
    private final DefaultJWTProcessor<SecurityContext> accessTokens;
    private final DefaultJWTProcessor<SecurityContext> logoutTokens;
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder unavailable = new LongAdder();

    TrustedIssuer(OidcSettings.Issuer issuer, OidcSettings.Limits limits, IssuerKeys keys, TimeSource time) {
        this.issuer = issuer;
        this.limits = limits;
        this.keys = keys;
        this.mapping = new ClaimMapping(issuer);
        this.time = time;
        Set<JOSEObjectType> types = new HashSet<>();
        for (String type : issuer.rules().types()) {
            types.add(new JOSEObjectType(type));
            types.add(new JOSEObjectType("application/" + type));
        }
        this.accessTokens = processor(types);
        Set<@Nullable JOSEObjectType> logoutTypes = new HashSet<>();
        logoutTypes.add(null);
        logoutTypes.add(JOSEObjectType.JWT);
        logoutTypes.add(new JOSEObjectType("logout+jwt"));
        this.logoutTokens = processor(logoutTypes);
    }

    private DefaultJWTProcessor<SecurityContext> processor(Set<? extends @Nullable JOSEObjectType> types) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new HashSet<>(types)));
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(issuer.rules().algorithms(), keys.source()));
        // The claims are checked below, by the gateway's clock and rules.
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        return processor;
    }

    OidcSettings.Issuer issuer() {
        return issuer;
    }

    IssuerKeys keys() {
        return keys;
    }

    /** @throws StoreUnavailableException when the issuer's keys cannot be had now */
    TokenVerdict verify(SignedJWT token) {
        TokenVerdict verdict = checked(token);
        (verdict instanceof TokenVerdict.Valid ? accepted : refused).increment();
        return verdict;
    }

    private TokenVerdict checked(SignedJWT token) {
        Optional<JWTClaimsSet> signed = process(accessTokens, token);
        if (signed.isEmpty()) {
            return new TokenVerdict.Invalid(Fault.UNTRUSTED);
        }
        JWTClaimsSet claims = signed.get();
        if (!isFor(issuer.rules().audiences(), claims)
                || NOT_OF_ACCESS_TOKENS.stream().anyMatch(name -> claims.getClaim(name) != null)) {
            return new TokenVerdict.Invalid(Fault.UNTRUSTED);
        }
        Instant expiry = instant(claims.getExpirationTime());
        Instant issued = instant(claims.getIssueTime());
        if (expiry == null || issued == null) {
            return new TokenVerdict.Invalid(Fault.MALFORMED);
        }
        if (Duration.between(issued, expiry).compareTo(limits.maxLifetime()) > 0) {
            return new TokenVerdict.Invalid(Fault.LIVES_TOO_LONG);
        }
        Instant now = time.now();
        // No grace: live connections close at the expiry.
        if (!now.isBefore(expiry)) {
            return new TokenVerdict.Invalid(Fault.EXPIRED);
        }
        if (isLater(issued, now) || isLater(instant(claims.getNotBeforeTime()), now)) {
            return new TokenVerdict.Invalid(Fault.NOT_YET_VALID);
        }
        Optional<TokenClaims> mapped = mapping.read(token, claims);
        return mapped.<TokenVerdict>map(TokenVerdict.Valid::new)
                .orElseGet(() -> new TokenVerdict.Invalid(Fault.MALFORMED));
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }

    private boolean isLater(@Nullable Instant moment, Instant now) {
        return moment != null && moment.isAfter(now.plus(limits.clockSkew()));
    }

    private boolean isFor(Set<String> audiences, JWTClaimsSet claims) {
        return issuer.name().equals(claims.getIssuer())
                && claims.getAudience().stream().anyMatch(audiences::contains);
    }

    /** @throws StoreUnavailableException when the issuer's keys cannot be had now */
    LogoutVerdict verifyLogout(SignedJWT token) {
        Optional<JWTClaimsSet> signed = process(logoutTokens, token);
        if (signed.isEmpty()) {
            return new LogoutVerdict.Invalid("The token is not signed by a key of its issuer.");
        }
        JWTClaimsSet claims = signed.get();
        if (!isFor(issuer.rules().logoutAudiences(), claims)) {
            return new LogoutVerdict.Invalid("The token is for another audience.");
        }
        if (claims.getClaim("nonce") != null || !isLogout(claims.getClaim("events"))) {
            return new LogoutVerdict.Invalid("The token is no logout token: it lacks the event, or has a nonce.");
        }
        Instant now = time.now();
        Instant issued = instant(claims.getIssueTime());
        Instant expiry = instant(claims.getExpirationTime());
        if (issued == null
                || isLater(issued, now)
                || issued.plus(LOGOUT_AGE).isBefore(now)
                || (expiry != null && !now.isBefore(expiry.plus(limits.clockSkew())))) {
            return new LogoutVerdict.Invalid("The token is not of this moment.");
        }
        return mapping.logout(claims, LOGOUT_AGE.plus(limits.clockSkew()).multipliedBy(2));
    }

    private static boolean isLogout(@Nullable Object events) {
        return events instanceof Map<?, ?> map && map.get(LOGOUT_EVENT) instanceof Map<?, ?>;
    }

    /** The claims of a token with a valid signature; empty: it has none. */
    private Optional<JWTClaimsSet> process(DefaultJWTProcessor<SecurityContext> processor, SignedJWT token) {
        try {
            return Optional.of(processor.process(token, null));
        } catch (KeySourceException e) {
            throw noKeys(e);
        } catch (BadJOSEException | JOSEException e) {
            if (keys.document().mayLack(token.getHeader().getKeyID())) {
                throw noKeys(e);
            }
            return Optional.empty();
        }
    }

    private StoreUnavailableException noKeys(Exception e) {
        unavailable.increment();
        return new StoreUnavailableException("the keys of " + issuer.name() + " cannot be had now", e);
    }

    /** A token that has not been checked; empty: it is no signed JWT. */
    static Optional<SignedJWT> parse(String token) {
        try {
            SignedJWT parsed = SignedJWT.parse(token);
            return parsed.getJWTClaimsSet() == null ? Optional.empty() : Optional.of(parsed);
        } catch (ParseException | RuntimeException e) {
            return Optional.empty();
        }
    }

    long accepted() {
        return accepted.sum();
    }

    long refused() {
        return refused.sum();
    }

    long unavailable() {
        return unavailable.sum();
    }

    Collection<String> warnings() {
        return keys.document().fault().stream()
                .map(fault -> "oidc: the keys of " + issuer.name() + " could not be fetched (" + fault
                        + "); check that this machine reaches the provider")
                .toList();
    }

    @Override
    public void close() {
        keys.close();
    }
}
