package io.mychat.gateway.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.spi.auth.TokenVerdict.Fault;
import io.mychat.gateway.spi.auth.TokenVerdict.Invalid;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An attacker who knows everything but the provider's private key. */
final class ForgedAccessTokenTest {

    private static final Optional<TokenVerdict> UNTRUSTED = Optional.of(new Invalid(Fault.UNTRUSTED));

    private final OidcFixture oidc = new OidcFixture();
    private final ECKey own = FakeProvider.newKey("k1");

    ForgedAccessTokenTest() throws IOException {}

    @BeforeEach
    void theRealOneIsAccepted() {
        assertThat(oidc.verify(oidc.provider.access(claims())).orElseThrow()).isInstanceOf(TokenVerdict.Valid.class);
    }

    @AfterEach
    void close() {
        oidc.close();
    }

    private JWTClaimsSet.Builder claims() {
        return oidc.provider.claims(oidc.time.now());
    }

    private static JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k1").type(new JOSEObjectType("at+jwt"));
    }

    @Test
    void aSignatureByAnotherKeyIsRefused() {
        assertThat(oidc.verify(FakeProvider.sign(header().build(), claims(), own)))
                .isEqualTo(UNTRUSTED);
    }

    @Test
    void keysThatTheTokenBringsDoNotCount() {
        assertThat(oidc.verify(FakeProvider.sign(header().jwk(own.toPublicJWK()).build(), claims(), own)))
                .isEqualTo(UNTRUSTED);
        assertThat(oidc.verify(FakeProvider.sign(
                        header().jwkURL(URI.create(oidc.provider.name() + "/mine"))
                                .build(),
                        claims(),
                        own)))
                .isEqualTo(UNTRUSTED);
    }

    @Test
    void aTokenWithoutSignatureIsOfNobody() {
        assertThat(oidc.verify(new PlainJWT(claims().build()).serialize())).isEmpty();
        String token = oidc.provider.access(claims());
        assertThat(oidc.verify(token.substring(0, token.lastIndexOf('.') + 1))).isEmpty();
    }

    /** The public key is no secret: as a key of HMAC it must not count. */
    @Test
    void thePublicKeyIsNoSharedSecret() throws JOSEException {
        byte[] publicKey = oidc.provider.key().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        for (byte[] secret :
                List.of(publicKey, oidc.provider.key().toECPublicKey().getEncoded())) {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256)
                            .keyID("k1")
                            .type(new JOSEObjectType("at+jwt"))
                            .build(),
                    claims().build());
            token.sign(new MACSigner(secret));

            assertThat(oidc.verify(token.serialize())).isEqualTo(UNTRUSTED);
        }
    }

    @Test
    void changedClaimsAreRefused() {
        String[] parts = oidc.provider.access(claims()).split("\\.", -1);
        String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String changed = payload.replace("alice", "admin");

        String forged = parts[0] + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(changed.getBytes(StandardCharsets.UTF_8)) + "."
                + parts[2];

        assertThat(oidc.verify(forged)).isEqualTo(UNTRUSTED);
    }

    @Test
    void aCriticalHeaderIsRefused() {
        JWSHeader header =
                header().customParam("x", 1).criticalParams(Set.of("x")).build();

        assertThat(oidc.verify(FakeProvider.sign(header, claims(), oidc.provider.key())))
                .isEqualTo(UNTRUSTED);
    }

    @Test
    void otherTokensOfTheProviderGiveNoAccess() {
        assertThat(oidc.verify(oidc.provider.sign("JWT", claims()))).isEqualTo(UNTRUSTED);
        assertThat(oidc.verify(oidc.provider.access(claims().claim("nonce", "n"))))
                .isEqualTo(UNTRUSTED);
        assertThat(oidc.verify(oidc.provider.access(claims().claim("at_hash", "h"))))
                .isEqualTo(UNTRUSTED);
        assertThat(oidc.verify(oidc.provider.access(oidc.provider.logout(oidc.time.now()))))
                .isEqualTo(UNTRUSTED);
    }

    @Test
    void aTokenForAnotherAudienceIsRefused() {
        assertThat(oidc.verify(oidc.provider.access(claims().audience("shop")))).isEqualTo(UNTRUSTED);
        assertThat(oidc.verify(oidc.provider.access(claims().audience(List.of()))))
                .isEqualTo(UNTRUSTED);
        assertThat(oidc.verify(oidc.provider.access(claims().audience(List.of("shop", FakeProvider.AUDIENCE))))
                        .orElseThrow())
                .isInstanceOf(TokenVerdict.Valid.class);
    }

    @Test
    void anotherIssuerIsNobody() {
        assertThat(oidc.verify(oidc.provider.access(claims().issuer("https://evil.example"))))
                .isEmpty();
        assertThat(oidc.verify(oidc.provider.access(claims().issuer(null)))).isEmpty();
    }

    @Test
    void rubbishIsOfNobody() {
        for (String text : List.of("", ".", "..", "a.b.c", "x".repeat(10_000), "eyJhbGciOiJub25lIn0..", "\0\n")) {
            assertThat(oidc.verify(text)).as(text).isEmpty();
        }
    }
}
