package io.mychat.gateway.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.mychat.gateway.spi.auth.LogoutVerdict;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.message.TextLength;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Translates the claims of an issuer. Immutable. */
final class ClaimMapping {

    private static final int MAX_NAME = 128;
    private static final long MICROS = 1_000_000;

    private final OidcSettings.Issuer issuer;
    private final OidcSettings.Claims names;

    ClaimMapping(OidcSettings.Issuer issuer) {
        this.issuer = issuer;
        this.names = issuer.claims();
    }

    /** Empty: a required claim is missing, or a claim has a type or value that cannot be used. */
    Optional<TokenClaims> read(SignedJWT token, JWTClaimsSet claims) {
        Optional<String> user = text(claims, names.user()).map(name -> names.userPrefix() + name);
        if (user.filter(UserInfo::isValidUserId).isEmpty()) {
            return Optional.empty();
        }
        String userId = user.get();
        String username = text(claims, names.username())
                .filter(name -> TextLength.isAtMost(MAX_NAME, name))
                .orElse(userId);
        Instant issuedAt = claims.getIssueTime().toInstant();
        try {
            return Optional.of(new TokenClaims(
                    digest(tokenId(token, claims)),
                    new AccountState(new UserInfo(userId, username, roles(claims))),
                    device(claims),
                    "",
                    Math.max(0, issuedAt.getEpochSecond()) * MICROS,
                    issuedAt,
                    claims.getExpirationTime().toInstant(),
                    issuer.name(),
                    names.login()
                            .flatMap(name -> text(claims, name))
                            .map(this::digest)
                            .orElse("")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A token without an id is known by what was signed: ECDSA has two valid signatures for one content. */
    private static String tokenId(SignedJWT token, JWTClaimsSet claims) {
        String id = claims.getJWTID();
        return id == null || id.isEmpty() ? new String(token.getSigningInput(), StandardCharsets.US_ASCII) : id;
    }

    private @Nullable DeviceKey device(JWTClaimsSet claims) {
        if (names.device().isEmpty()) {
            return null;
        }
        OidcSettings.Device device = names.device().get();
        Optional<String> platform = text(claims, device.platform());
        Optional<String> id = text(claims, device.id());
        if (platform.isEmpty() && id.isEmpty()) {
            return null;
        }
        return new DeviceKey(platform.orElse(""), id.orElse(""));
    }

    private Set<String> roles(JWTClaimsSet claims) {
        @Nullable
        Object value = names.rolesClaim().map(name -> claim(claims, name)).orElse(null);
        Collection<?> given = List.of();
        if (value instanceof String text) {
            given = Arrays.asList(text.split(" ", -1));
        } else if (value instanceof Collection<?> list) {
            given = list;
        }
        return given.stream()
                .filter(String.class::isInstance)
                .map(names.roles()::get)
                .filter(role -> role != null)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Checks the claims of a logout token that say who is logged out. */
    LogoutVerdict logout(JWTClaimsSet claims, Duration repeatable) {
        String id = claims.getJWTID();
        if (id == null || id.isEmpty()) {
            return new LogoutVerdict.Invalid("The token has no jti.");
        }
        if (!names.user().equals(OidcSettings.SUBJECT)) {
            return new LogoutVerdict.Invalid("This gateway names users by another claim than sub (user_id_claim).");
        }
        Optional<String> user = text(claims, OidcSettings.SUBJECT).map(name -> names.userPrefix() + name);
        if (user.filter(UserInfo::isValidUserId).isEmpty()) {
            return new LogoutVerdict.Invalid("The token has no sub: sessions are found by their user.");
        }
        Optional<String> login = names.login().flatMap(name -> text(claims, "sid"));
        return new LogoutVerdict.Valid(
                digest(id), user.get(), login.map(this::digest).orElse(""), repeatable);
    }

    private static Optional<String> text(JWTClaimsSet claims, String name) {
        return claim(claims, name) instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty();
    }

    /** The claim of this name or, where there is none, what the dots in the name lead to. */
    private static @Nullable Object claim(JWTClaimsSet claims, String name) {
        @Nullable Object found = claims.getClaim(name);
        if (found != null) {
            return found;
        }
        found = claims.getClaims();
        for (String step : name.split("\\.", -1)) {
            found = found instanceof Map<?, ?> object ? object.get(step) : null;
        }
        return found;
    }

    /** Of bounded length, because stores keep it, and different for each issuer. */
    private String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((issuer.name() + "\0" + text).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
