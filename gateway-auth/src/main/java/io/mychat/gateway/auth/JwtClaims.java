package io.mychat.gateway.auth;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import io.mychat.gateway.auth.SignedToken.Name;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.message.TextLength;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Converts {@link TokenClaims} to the claims of a JWT and back. The names are described in the module's README. */
final class JwtClaims {

    private static final int MAX_ID = 128;

    /** The end of the year 9999; later times overflow in calculations. */
    private static final long MAX_SECONDS = 253_402_300_799L;

    private JwtClaims() {}

    static JWTCreator.Builder write(TokenClaims claims) {
        JWTCreator.Builder token = JWT.create()
                .withSubject(claims.user().userId())
                .withClaim(Name.USERNAME.text(), claims.user().username())
                .withClaim(
                        Name.ROLES.text(),
                        claims.user().roles().stream().sorted().toList())
                .withJWTId(claims.tokenId())
                .withIssuedAt(claims.issuedAt())
                .withExpiresAt(claims.expiresAt())
                .withClaim(Name.FAMILY.text(), claims.familyId())
                .withClaim(Name.GENERATION.text(), claims.generation());
        if (claims.account().isKnown()) {
            token.withClaim(Name.ACCOUNT.text(), claims.account().fingerprint());
        }
        DeviceKey device = claims.device();
        if (device != null) {
            token.withClaim(Name.PLATFORM.text(), device.platform())
                    .withClaim(Name.DEVICE_ID.text(), device.deviceId());
        }
        return token;
    }

    /**
     * The claims of a token with a valid signature.
     *
     * @param signedBy the name of the key
     * @throws IllegalArgumentException when a required claim is missing, or a claim has an invalid type or value
     */
    static TokenClaims read(SignedToken token, String signedBy) {
        String userId = text(token, Name.SUBJECT);
        if (userId == null) {
            throw malformed();
        }
        String username = text(token, Name.USERNAME);
        UserInfo user = new UserInfo(userId, username == null ? userId : username, roles(token));
        String platform = text(token, Name.PLATFORM);
        String deviceId = text(token, Name.DEVICE_ID);
        if ((platform == null) != (deviceId == null)) {
            throw malformed();
        }
        @Nullable DeviceKey device = platform == null || deviceId == null ? null : new DeviceKey(platform, deviceId);
        String family = id(token, Name.FAMILY);
        // A claim of the same name from another issuer has another meaning.
        String fingerprint = family.isEmpty() ? null : text(token, Name.ACCOUNT);
        String tokenId = id(token, Name.TOKEN_ID);
        return new TokenClaims(
                tokenId.isEmpty() ? derivedId(token) : tokenId,
                new AccountState(user, fingerprint == null ? "" : fingerprint),
                device,
                family,
                generation(token),
                time(token, Name.ISSUED),
                time(token, Name.EXPIRES),
                signedBy);
    }

    /**
     * When a token becomes valid; null: at once.
     *
     * @throws IllegalArgumentException when the claim is no time
     */
    static @Nullable Instant notBefore(SignedToken token) {
        Object claim = token.claim(Name.NOT_BEFORE);
        if (claim == null) {
            return null;
        }
        long seconds = seconds(claim);
        if (seconds < Instant.MIN.getEpochSecond() || seconds > Instant.MAX.getEpochSecond()) {
            throw malformed();
        }
        return Instant.ofEpochSecond(seconds);
    }

    /** Whether a token is for a gateway with this issuer and audience. */
    static boolean isFor(SignedToken token, TokenSettings settings) {
        Optional<String> issuer = settings.issuer();
        if (issuer.isPresent() && !issuer.get().equals(token.claim(Name.ISSUER))) {
            return false;
        }
        // RFC 7519, section 4.1.3: a token for another audience must be refused.
        Object named = token.claim(Name.AUDIENCE);
        if (named == null || settings.audience().isEmpty()) {
            return named == null && settings.audience().isEmpty();
        }
        String audience = settings.audience().get();
        return audience.equals(named) || (named instanceof List<?> names && names.contains(audience));
    }

    private static Set<String> roles(SignedToken token) {
        Object claim = token.claim(Name.ROLES);
        if (claim == null) {
            return Set.of();
        }
        if (!(claim instanceof List<?> roles) || !roles.stream().allMatch(String.class::isInstance)) {
            throw malformed();
        }
        return roles.stream().map(String.class::cast).collect(Collectors.toUnmodifiableSet());
    }

    private static long generation(SignedToken token) {
        Object claim = token.claim(Name.GENERATION);
        if (claim == null) {
            return 0;
        }
        if (!(claim instanceof Long generation) || generation < 0) {
            throw malformed();
        }
        return generation;
    }

    private static Instant time(SignedToken token, Name name) {
        Object claim = token.claim(name);
        long seconds = claim == null ? -1 : seconds(claim);
        if (seconds < 0 || seconds > MAX_SECONDS) {
            throw malformed();
        }
        return Instant.ofEpochSecond(seconds);
    }

    /** Without a fraction; what is beyond a {@code long} becomes the longest. */
    private static long seconds(Object claim) {
        if (claim instanceof Long whole) {
            return whole;
        }
        if (claim instanceof Double number) {
            return number.longValue();
        }
        throw malformed();
    }

    /** An identifier of bounded length, because stores keep it; empty: there is none. */
    private static String id(SignedToken token, Name name) {
        String id = text(token, name);
        if (id == null) {
            return "";
        }
        if (!TextLength.isAtMost(MAX_ID, id)) {
            throw malformed();
        }
        return id;
    }

    private static @Nullable String text(SignedToken token, Name name) {
        Object claim = token.claim(name);
        if (claim == null) {
            return null;
        }
        if (!(claim instanceof String text)) {
            throw malformed();
        }
        return text;
    }

    /** A digest of the signed part, not of the signature: ES256 has two valid signatures for the same content. */
    private static String derivedId(SignedToken token) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(token.bytes(), 0, token.signedBytes());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("malformed claims");
    }
}
