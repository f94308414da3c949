package io.mychat.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.algorithms.Algorithm;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.auth.TokenRequest;
import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.spi.auth.TokenVerdict.Fault;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A token service, and tokens of its own and of others. */
abstract class JwtFixture {

    static final Algorithm HMAC = Algorithm.HMAC256(TestKeys.SECRET);
    static final TokenRequest REQUEST = new TokenRequest(
            new UserInfo("u-1", "alice", Set.of("admin", "user")), new DeviceKey("web", "d-1"), "f-1", 7);

    final FrozenTime time = new FrozenTime();
    final JwtTokenService service = service(TestKeys.hs256(""));

    JwtTokenService service(TokenKey signing, TokenKey... others) {
        return new JwtTokenService(KeyRing.of(signing, List.of(others)), TokenSettings.defaults(), time);
    }

    JwtTokenService service(Optional<String> issuer, Optional<String> audience) {
        TokenSettings settings = new TokenSettings(issuer, audience, Duration.ofHours(1), Duration.ofSeconds(30), 8192);
        return new JwtTokenService(KeyRing.of(TestKeys.hs256(""), List.of()), settings, time);
    }

    /** A token of somebody else who has the secret, with the claims that one must have. */
    String foreign(UnaryOperator<JWTCreator.Builder> more) {
        return more.apply(JWT.create()
                        .withSubject("u-1")
                        .withIssuedAt(time.now())
                        .withExpiresAt(time.now().plusSeconds(60)))
                .sign(HMAC);
    }

    String foreignPayload(String json) {
        return sign("{\"alg\":\"HS256\"}", json);
    }

    /** Signs with HS256, whatever the header says. */
    static String sign(String header, String payload) {
        String unsigned = base64(header) + "." + base64(payload);
        byte[] signature = HMAC.sign(unsigned.getBytes(StandardCharsets.US_ASCII));
        return unsigned + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static Optional<Fault> fault(TokenVerdict verdict) {
        return verdict instanceof TokenVerdict.Invalid invalid ? Optional.of(invalid.fault()) : Optional.empty();
    }

    static TokenClaims claims(TokenVerdict verdict) {
        assertThat(verdict).isInstanceOf(TokenVerdict.Valid.class);
        return ((TokenVerdict.Valid) verdict).claims();
    }

    static void mutate(JwtTokenService own, int rounds) {
        Random random = new Random(20260102);
        String token = own.issue(REQUEST).token();
        String alphabet = "ABCDEFabcdef0123456789-_.=+/ é";
        for (int round = 0; round < rounds; round++) {
            StringBuilder text = new StringBuilder(token);
            int from = random.nextBoolean() ? 0 : token.lastIndexOf('.');
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = from + random.nextInt(token.length() - from);
                text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
            }
            if (random.nextInt(10) == 0) {
                text.setLength(random.nextInt(token.length()));
            }
            TokenVerdict verdict = own.verify(text.toString());
            if (verdict instanceof TokenVerdict.Valid) {
                // The last bits of the signature's base64 say nothing; all else must be as it was.
                assertThat(signature(text.toString())).isEqualTo(signature(token));
                assertThat(signedPart(text.toString())).isEqualTo(signedPart(token));
            }
        }
    }

    static byte[] signature(String token) {
        return Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1));
    }

    static String signedPart(String token) {
        return token.substring(0, token.lastIndexOf('.'));
    }
}
