package io.mychat.gateway.auth;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.RegisteredClaims;
import com.auth0.jwt.interfaces.Claim;
import com.auth0.jwt.interfaces.DecodedJWT;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.message.TextLength;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import java.nio.charset.StandardCharsets;
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

    private static final String USERNAME = "username";
    private static final String ROLES = "roles";
    private static final String PLATFORM = "platform";
    private static final String DEVICE_ID = "device_id";
    private static final String FAMILY = "fam";
    private static final String GENERATION = "gen";
    private static final String ACCOUNT = "afp";

    private static final int MAX_ID = 128;

    /** The end of the year 9999; later times overflow in calculations. */
    private static final long MAX_SECONDS = 253_402_300_799L;

    private JwtClaims() {}

    static JWTCreator.Builder write(TokenClaims claims) {
        JWTCreator.Builder token = JWT.create()
                .withSubject(claims.user().userId())
                .withClaim(USERNAME, claims.user().username())
                .withClaim(ROLES, claims.user().roles().stream().sorted().toList())
                .withJWTId(claims.tokenId())
                .withIssuedAt(claims.issuedAt())
                .withExpiresAt(claims.expiresAt())
                .withClaim(FAMILY, claims.familyId())
                .withClaim(GENERATION, claims.generation());
        if (claims.account().isKnown()) {
            token.withClaim(ACCOUNT, claims.account().fingerprint());
        }
        DeviceKey device = claims.device();
        if (device != null) {
            token.withClaim(PLATFORM, device.platform()).withClaim(DEVICE_ID, device.deviceId());
        }
        return token;
    }

    /**
     * The claims of a token with a valid signature.
     *
     * @param signedBy the name of the key
     * @throws IllegalArgumentException when a required claim is missing, or a claim has an invalid type or value
     */
    static TokenClaims read(DecodedJWT token, String signedBy) {
        String userId = text(token, RegisteredClaims.SUBJECT).orElseThrow(JwtClaims::malformed);
        UserInfo user = new UserInfo(userId, text(token, USERNAME).orElse(userId), roles(token));
        Optional<String> platform = text(token, PLATFORM);
        Optional<String> deviceId = text(token, DEVICE_ID);
        if (platform.isPresent() != deviceId.isPresent()) {
            throw malformed();
        }
        @Nullable DeviceKey device = platform.isPresent() ? new DeviceKey(platform.get(), deviceId.get()) : null;
        String family = id(token, FAMILY).orElse("");
        // A claim of the same name from another issuer has another meaning.
        String fingerprint = family.isEmpty() ? "" : text(token, ACCOUNT).orElse("");
        return new TokenClaims(
                id(token, RegisteredClaims.JWT_ID).orElseGet(() -> derivedId(token)),
                new AccountState(user, fingerprint),
                device,
                family,
                generation(token),
                time(token.getIssuedAtAsInstant()),
                time(token.getExpiresAtAsInstant()),
                signedBy);
    }

    private static Set<String> roles(DecodedJWT token) {
        Claim claim = token.getClaim(ROLES);
        if (isAbsent(claim)) {
            return Set.of();
        }
        // asList(String.class) would turn numbers into text.
        @Nullable List<Object> roles = claim.asList(Object.class);
        if (roles == null || !roles.stream().allMatch(String.class::isInstance)) {
            throw malformed();
        }
        return roles.stream().map(String.class::cast).collect(Collectors.toUnmodifiableSet());
    }

    private static long generation(DecodedJWT token) {
        Claim claim = token.getClaim(GENERATION);
        if (isAbsent(claim)) {
            return 0;
        }
        // asLong() would cut off fractions.
        Object number = claim.as(Object.class);
        if (!(number instanceof Integer || number instanceof Long) || ((Number) number).longValue() < 0) {
            throw malformed();
        }
        return ((Number) number).longValue();
    }

    private static Instant time(@Nullable Instant time) {
        if (time == null || time.getEpochSecond() < 0 || time.getEpochSecond() > MAX_SECONDS) {
            throw malformed();
        }
        return time;
    }

    /** An identifier of bounded length, because stores keep it. */
    private static Optional<String> id(DecodedJWT token, String name) {
        Optional<String> id = text(token, name);
        if (id.isPresent() && !TextLength.isAtMost(MAX_ID, id.get())) {
            throw malformed();
        }
        return id.filter(text -> !text.isEmpty());
    }

    private static Optional<String> text(DecodedJWT token, String name) {
        Claim claim = token.getClaim(name);
        if (isAbsent(claim)) {
            return Optional.empty();
        }
        @Nullable String text = claim.asString();
        if (text == null) {
            throw malformed();
        }
        return Optional.of(text);
    }

    private static boolean isAbsent(Claim claim) {
        return claim.isMissing() || claim.isNull();
    }

    /** A digest of the signed part, not of the signature: ES256 has two valid signatures for the same content. */
    private static String derivedId(DecodedJWT token) {
        String signed = token.getHeader() + "." + token.getPayload();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(signed.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("malformed claims");
    }
}
