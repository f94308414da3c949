package io.mychat.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import io.mychat.gateway.spi.auth.TokenVerdict.Fault;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that nobody may get accepted: malformed, forged, mutated. */
class ForgedTokenTest extends JwtFixture {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "{\"sub\":\"u\",\"iat\":1767323045}",
                "{\"sub\":\"u\",\"exp\":1767330000}",
                "{\"iat\":1767323045,\"exp\":1767330000}",
                "{\"sub\":1,\"iat\":1767323045,\"exp\":1767330000}",
                "{\"sub\":\"\",\"iat\":1767323045,\"exp\":1767330000}",
                "{\"sub\":\"a\\u0000b\",\"iat\":1767323045,\"exp\":1767330000}",
                "{\"sub\":\"a\\ud800\",\"iat\":1767323045,\"exp\":1767330000}",
                "{\"sub\":\"u\",\"iat\":1767323045,\"exp\":\"1767330000\"}",
                "{\"sub\":\"u\",\"iat\":1767323045,\"exp\":9223372036854775807}",
                "{\"sub\":\"u\",\"iat\":1767323045,\"exp\":1e300}",
                "{\"sub\":\"u\",\"iat\":1767323045,\"exp\":253402300800}",
                "{\"sub\":\"u\",\"iat\":-1,\"exp\":1767330000}",
                "{\"sub\":\"u\",\"iat\":1767323045,\"exp\":1767330000,\"nbf\":\"x\"}",
                "{\"sub\":\"u\",\"iat\":1767323045,\"exp\":1767330000,\"username\":5}",
                "{\"sub\":\"u\",\"iat\":1767323045,\"exp\":1767330000,\"roles\":\"admin\"}",
                "{\"sub\":\"u\",\"iat\":1767323045,\"exp\":1767330000,\"roles\":[1]}",
                "{\"sub\":\"u\",\"iat\":1767323045,\"exp\":1767330000,\"roles\":[null]}",
                "{\"sub\":\"u\",\"iat\":1767323045,\"exp\":1767330000,\"platform\":\"web\"}",
                "{\"sub\":\"u\",\"iat\":1767323045,\"exp\":1767330000,\"device_id\":\"d\"}",
                "{\"sub\":\"u\",\"iat\":1767323045,\"exp\":1767330000,\"platform\":\"Web\",\"device_id\":\"d\"}",
                "{\"sub\":\"u\",\"iat\":1767323045,\"exp\":1767330000,\"platform\":\"web\",\"device_id\":\"d d\"}",
                "{\"sub\":\"u\",\"iat\":1767323045,\"exp\":1767330000,\"gen\":-1}",
                "{\"sub\":\"u\",\"iat\":1767323045,\"exp\":1767330000,\"gen\":\"1\"}",
                "{\"sub\":\"u\",\"iat\":1767323045,\"exp\":1767330000,\"gen\":1.5}",
                "{\"sub\":\"u\",\"iat\":1767323045,\"exp\":1767330000,\"fam\":1}",
            })
    void signedClaimsThatMakeNoSenseAreMalformed(String payload) {
        assertThat(fault(service.verify(foreignPayload(payload)))).contains(Fault.MALFORMED);
    }

    @Test
    void identifiersThatStoresKeepAreBounded() {
        for (String name : List.of("jti", "fam")) {
            assertThat(fault(service.verify(foreign(token -> token.withClaim(name, "x".repeat(128))))))
                    .isEmpty();
            assertThat(fault(service.verify(foreign(token -> token.withClaim(name, "x".repeat(129))))))
                    .contains(Fault.MALFORMED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "..", "...", "a.b", "a.b.c.d", "%.%.%", "e30.e30.", "bnVsbA.bnVsbA.", "W10.W10.W10", " "
            })
    void whatIsNoTokenIsMalformedOrUntrusted(String text) {
        assertThat(fault(service.verify(text))).isPresent().get().isIn(Fault.MALFORMED, Fault.UNTRUSTED);
    }

    @Test
    void deeplyNestedJsonIsMalformed() {
        String token = base64("{\"alg\":\"HS256\"}") + "." + base64("[".repeat(5000)) + ".x";
        assertThat(fault(service.verify(token))).contains(Fault.MALFORMED);
    }

    @Test
    void aTokenOverTheLimitIsMalformedUnread() {
        String token = service.issue(REQUEST).token();
        assertThat(fault(
                        service.verify(token + "x".repeat(TokenSettings.DEFAULT_MAX_TOKEN_BYTES + 1 - token.length()))))
                .contains(Fault.MALFORMED);
    }

    @Test
    void aTamperedPayloadIsUntrusted() {
        String[] parts = service.issue(REQUEST).token().split("\\.", -1);
        String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String forged = base64(payload.replace("u-1", "u-2"));
        assertThat(fault(service.verify(parts[0] + "." + forged + "." + parts[2])))
                .contains(Fault.UNTRUSTED);
    }

    @Test
    void noChangeOfASingleCharacterIsAccepted() {
        String token = service.issue(REQUEST).token();
        String signed = token.substring(0, token.lastIndexOf('.'));
        for (int i = 0; i < signed.length(); i++) {
            char other = signed.charAt(i) == 'A' ? 'B' : 'A';
            String changed = token.substring(0, i) + other + token.substring(i + 1);
            assertThat(fault(service.verify(changed))).as(changed).isPresent();
        }
    }

    @Test
    void algNoneIsUntrusted() {
        String[] parts = service.issue(REQUEST).token().split("\\.", -1);
        for (String alg : List.of("none", "None", "NONE", "")) {
            String header = base64("{\"alg\":\"" + alg + "\",\"typ\":\"JWT\"}");
            assertThat(fault(service.verify(header + "." + parts[1] + "."))).contains(Fault.UNTRUSTED);
            assertThat(fault(service.verify(header + "." + parts[1] + "." + parts[2])))
                    .contains(Fault.UNTRUSTED);
        }
        assertThat(fault(service.verify(base64("{}") + "." + parts[1] + "." + parts[2])))
                .contains(Fault.UNTRUSTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "hs256", "HS384", "HS512", "RS256", "ES256", ""})
    void aHeaderWithAnotherAlgorithmIsUntrusted(String algorithm) {
        String payload = "{\"sub\":\"u\",\"iat\":1767323045,\"exp\":1767330000}";
        assertThat(fault(service.verify(sign("{\"alg\":\"HS256\"}", payload)))).isEmpty();
        assertThat(fault(service.verify(sign("{\"alg\":\"" + algorithm + "\"}", payload))))
                .contains(Fault.UNTRUSTED);
    }

    @Test
    void aPublicKeyUsedAsASharedSecretIsUntrusted() {
        RSAPublicKey open = (RSAPublicKey) TestKeys.RSA.getPublic();
        JwtTokenService rsa = service(TestKeys.rs256("r"));
        for (byte[] secret :
                List.of(open.getEncoded(), TestKeys.pem("PUBLIC KEY", open).getBytes(StandardCharsets.US_ASCII))) {
            String forged = JWT.create()
                    .withKeyId("r")
                    .withSubject("u-1")
                    .withIssuedAt(time.now())
                    .withExpiresAt(time.now().plusSeconds(60))
                    .sign(Algorithm.HMAC256(secret));
            assertThat(fault(rsa.verify(forged))).contains(Fault.UNTRUSTED);
        }
    }

    @Test
    void aStrongerAlgorithmWithTheSameSecretIsUntrusted() {
        String token = JWT.create()
                .withSubject("u-1")
                .withIssuedAt(time.now())
                .withExpiresAt(time.now().plusSeconds(60))
                .sign(Algorithm.HMAC512(TestKeys.SECRET));
        assertThat(fault(service.verify(token))).contains(Fault.UNTRUSTED);
    }

    @Test
    void aCriticalExtensionIsUntrusted() {
        String token = JWT.create()
                .withHeader(Map.of("crit", List.of("b64"), "b64", false))
                .withSubject("u-1")
                .withIssuedAt(time.now())
                .withExpiresAt(time.now().plusSeconds(60))
                .sign(HMAC);
        assertThat(fault(service.verify(token))).contains(Fault.UNTRUSTED);
    }

    @Test
    void noMutationThrowsOrIsAccepted() {
        mutate(service, 20_000);
        mutate(service(TestKeys.rs256("r")), 2_000);
        mutate(service(TestKeys.es256("e")), 2_000);
    }

    @Test
    void aSignatureOfZerosIsUntrusted() {
        for (TokenKey key : List.of(TestKeys.hs256("k"), TestKeys.rs256("k"), TestKeys.es256("k"))) {
            JwtTokenService own = service(key);
            String token = own.issue(REQUEST).token();
            byte[] zeros = new byte[signature(token).length];
            String forged = token.substring(0, token.lastIndexOf('.') + 1)
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(zeros);
            assertThat(fault(own.verify(forged))).contains(Fault.UNTRUSTED);
        }
    }
}
