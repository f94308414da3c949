package io.mychat.gateway.spring.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.spi.auth.TokenVerifier;
import io.mychat.gateway.testkit.auth.TokenVerifierContract;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** Tokens of a decoder of Spring Security. */
class JwtTokenVerifierTest extends TokenVerifierContract {

    private static final byte[] KEY = "a secret of thirty-two bytes or more".getBytes(StandardCharsets.UTF_8);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Hand clock = new Hand();

    @Override
    protected TokenVerifier newVerifier() {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withSecretKey(new SecretKeySpec(KEY, "HmacSHA256"))
                .build();
        JwtTimestampValidator times = new JwtTimestampValidator();
        times.setClock(clock);
        decoder.setJwtValidator(times);
        return new JwtTokenVerifier(decoder, jwt -> List.of(new SimpleGrantedAuthority("ROLE_ADMIN")), LONGEST, clock);
    }

    @Override
    protected String issue(String userId) {
        return sign(claims(userId));
    }

    @Override
    protected Instant now() {
        return clock.instant();
    }

    @Override
    protected void elapse(Duration duration) {
        clock.now = clock.now.plus(duration);
    }

    private JWTClaimsSet.Builder claims(String userId) {
        return new JWTClaimsSet.Builder()
                .subject(userId)
                .issuer("https://id.example.com")
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(clock.now))
                .expirationTime(Date.from(clock.now.plusSeconds(600)));
    }

    private static String sign(JWTClaimsSet.Builder claims) {
        try {
            SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
            token.sign(new MACSigner(KEY));
            return token.serialize();
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void authoritiesAreRoles() {
        TokenVerdict verdict = newVerifier().verify(issue("root")).orElseThrow();

        assertThat(((TokenVerdict.Valid) verdict).claims().user().roles()).isEqualTo(Set.of("admin"));
    }

    @Test
    void aTokenOfAnotherKeyIsLeftToOtherVerifiers() {
        String token = issue("alice");
        String other = token.substring(0, token.lastIndexOf('.')) + ".AAAA";

        assertThat(newVerifier().verify(other)).isEmpty();
        assertThat(newVerifier().verify("no token")).isEmpty();
    }

    @Test
    void aTokenThatRevocationsCouldNotReachIsRefused() {
        JWTClaimsSet.Builder withoutTime = claims("alice").issueTime(null);
        JWTClaimsSet.Builder forEver =
                claims("alice").expirationTime(Date.from(clock.now.plus(LONGEST).plusSeconds(1)));

        assertThat(newVerifier().verify(sign(withoutTime)))
                .contains(new TokenVerdict.Invalid(TokenVerdict.Fault.MALFORMED));
        assertThat(newVerifier().verify(sign(forEver)))
                .contains(new TokenVerdict.Invalid(TokenVerdict.Fault.LIVES_TOO_LONG));
    }

    @Test
    void aTokenOfNobodyIsRefused() {
        assertThat(newVerifier().verify(sign(claims("x").subject(null))))
                .contains(new TokenVerdict.Invalid(TokenVerdict.Fault.MALFORMED));
        assertThat(newVerifier().verify(sign(claims("a\u0000b"))))
                .contains(new TokenVerdict.Invalid(TokenVerdict.Fault.MALFORMED));
        assertThat(newVerifier().verify(sign(claims("system"))))
                .contains(new TokenVerdict.Invalid(TokenVerdict.Fault.UNTRUSTED));
    }

    @Test
    void keysThatCannotBeHadAreNoVerdict() {
        TokenVerifier verifier = new JwtTokenVerifier(
                token -> {
                    throw new JwtException("the issuer does not answer");
                },
                jwt -> List.of(),
                LONGEST,
                clock);

        assertThatThrownBy(() -> verifier.verify("x")).isInstanceOf(StoreUnavailableException.class);
    }

    /** A clock that stands still. */
    private static final class Hand extends Clock {

        private volatile Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond());

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
