package io.mychat.gateway.spring.security;

import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.spi.auth.TokenVerifier;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.UserInfo;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/**
 * Accepts the access tokens that the application's {@link JwtDecoder} accepts, which checks signature, issuer, audience
 * and times. The user id is {@code sub}. A token that the decoder refuses may be meant for another verifier, so this one
 * has no verdict about it, unless it is only expired. Thread-safe.
 */
final class JwtTokenVerifier implements TokenVerifier {

    private static final String SIGNED_BY = "spring-security";
    private static final long MICROS = 1_000_000;
    /** For a token without {@code iat} Spring takes a second before {@code exp}; no revocation would concern it. */
    private static final Duration MADE_UP = Duration.ofSeconds(1);

    private final JwtDecoder decoder;
    private final Function<Jwt, Collection<? extends GrantedAuthority>> authorities;
    private final Duration longest;
    private final Clock clock;

    /** @param longest lifetime of a token from its {@code iat} on */
    JwtTokenVerifier(
            JwtDecoder decoder,
            Function<Jwt, Collection<? extends GrantedAuthority>> authorities,
            Duration longest,
            Clock clock) {
        this.decoder = decoder;
        this.authorities = authorities;
        this.longest = longest;
        this.clock = clock;
    }

    @Override
    public Optional<TokenVerdict> verify(String token) {
        Jwt jwt;
        try {
            jwt = decoder.decode(token);
        } catch (JwtValidationException e) {
            return isExpired(e) ? Optional.of(new TokenVerdict.Invalid(TokenVerdict.Fault.EXPIRED)) : Optional.empty();
        } catch (BadJwtException e) {
            return Optional.empty();
        } catch (JwtException e) {
            throw new StoreUnavailableException("The keys of the issuer cannot be had", e);
        }
        return Optional.of(verdict(jwt));
    }

    /** Its signature is valid, or the decoder would not have looked at its times. */
    private static boolean isExpired(JwtValidationException refused) {
        return refused.getErrors().stream()
                .map(error -> String.valueOf(error.getDescription()))
                .anyMatch(text -> text.startsWith("Jwt expired"));
    }

    private TokenVerdict verdict(Jwt jwt) {
        @Nullable Instant expires = jwt.getExpiresAt();
        @Nullable Instant issued = jwt.getIssuedAt();
        @Nullable String user = jwt.getSubject();
        boolean hasTimes = expires != null && issued != null && !issued.equals(expires.minus(MADE_UP));
        if (!hasTimes || user == null || !UserInfo.isValidUserId(user)) {
            return new TokenVerdict.Invalid(TokenVerdict.Fault.MALFORMED);
        }
        if (user.equals(UserInfo.SYSTEM)) {
            return new TokenVerdict.Invalid(TokenVerdict.Fault.UNTRUSTED);
        }
        if (!clock.instant().isBefore(expires)) {
            return new TokenVerdict.Invalid(TokenVerdict.Fault.EXPIRED);
        }
        if (Duration.between(issued, expires).compareTo(longest) > 0) {
            return new TokenVerdict.Invalid(TokenVerdict.Fault.LIVES_TOO_LONG);
        }
        @Nullable String id = jwt.getId();
        return new TokenVerdict.Valid(new TokenClaims(
                id == null || id.isEmpty() ? digest(jwt.getTokenValue()) : digest(issuer(jwt) + '\n' + id),
                new AccountState(new UserInfo(user, user, Authorities.roles(authorities.apply(jwt)))),
                null,
                "",
                issued.getEpochSecond() * MICROS,
                issued.truncatedTo(ChronoUnit.SECONDS),
                expires.truncatedTo(ChronoUnit.SECONDS),
                SIGNED_BY));
    }

    private static String issuer(Jwt jwt) {
        return String.valueOf(jwt.getClaims().get("iss"));
    }

    private static String digest(String text) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    @Override
    public boolean trusts(String signedBy) {
        return signedBy.equals(SIGNED_BY);
    }

    @Override
    public Duration lifetime() {
        return longest;
    }
}
