package io.mychat.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.algorithms.Algorithm;
import io.mychat.gateway.spi.auth.AccessToken;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.auth.TokenRequest;
import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.spi.auth.TokenVerdict.Fault;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwtTokenServiceTest {

    private static final Algorithm HMAC = Algorithm.HMAC256(TestKeys.SECRET);
    private static final TokenRequest REQUEST = new TokenRequest(
            new UserInfo("u-1", "alice", Set.of("admin", "user")), new DeviceKey("web", "d-1"), "f-1", 7);

    private final FrozenTime time = new FrozenTime();
    private final JwtTokenService service = service(TestKeys.hs256(""));

    private JwtTokenService service(TokenKey signing, TokenKey... others) {
        return new JwtTokenService(KeyRing.of(signing, List.of(others)), TokenSettings.defaults(), time);
    }

    private JwtTokenService service(Optional<String> issuer, Optional<String> audience) {
        TokenSettings settings = new TokenSettings(issuer, audience, Duration.ofHours(1), Duration.ofSeconds(30), 8192);
        return new JwtTokenService(KeyRing.of(TestKeys.hs256(""), List.of()), settings, time);
    }

    /** A token of somebody else who has the secret, with the claims that one must have. */
    private String foreign(UnaryOperator<JWTCreator.Builder> more) {
        return more.apply(JWT.create()
                        .withSubject("u-1")
                        .withIssuedAt(time.now())
                        .withExpiresAt(time.now().plusSeconds(60)))
                .sign(HMAC);
    }

    private String foreignPayload(String json) {
        return sign("{\"alg\":\"HS256\"}", json);
    }

    /** Signs with HS256, whatever the header says. */
    private static String sign(String header, String payload) {
        String unsigned = base64(header) + "." + base64(payload);
        byte[] signature = HMAC.sign(unsigned.getBytes(StandardCharsets.US_ASCII));
        return unsigned + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Fault> fault(TokenVerdict verdict) {
        return verdict instanceof TokenVerdict.Invalid invalid ? Optional.of(invalid.fault()) : Optional.empty();
    }

    private static TokenClaims claims(TokenVerdict verdict) {
        assertThat(verdict).isInstanceOf(TokenVerdict.Valid.class);
        return ((TokenVerdict.Valid) verdict).claims();
    }

    @Test
    void everyAlgorithmAcceptsWhatItSigned() {
        for (TokenKey key : List.of(TestKeys.hs256("k"), TestKeys.rs256("k"), TestKeys.es256("k"))) {
            JwtTokenService own = service(key);
            AccessToken token = own.issue(REQUEST);
            assertThat(claims(own.verify(token.token()))).isEqualTo(token.claims());
        }
    }

    @Test
    void whatIsIssuedSaysWhatWasAskedForInWholeSeconds() {
        TokenClaims issued = service.issue(REQUEST).claims();
        assertThat(issued.user()).isEqualTo(REQUEST.user());
        assertThat(issued.device()).isEqualTo(REQUEST.device());
        assertThat(issued.familyId()).isEqualTo("f-1");
        assertThat(issued.generation()).isEqualTo(7);
        assertThat(issued.issuedAt()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(issued.expiresAt()).isEqualTo(Instant.parse("2026-01-03T03:04:05Z"));
        assertThat(service.issue(REQUEST).claims().tokenId()).isNotEqualTo(issued.tokenId());
    }

    @Test
    void theFingerprintOfTheAccountComesBackFromOwnTokensOnly() {
        AccountState account = new AccountState(REQUEST.user(), "a-fingerprint");
        AccessToken own = service.issue(new TokenRequest(account, REQUEST.device(), "f-1", 7));

        assertThat(claims(service.verify(own.token()))).isEqualTo(own.claims());
        assertThat(own.claims().account()).isEqualTo(account);
        assertThat(claims(service.verify(foreign(token -> token.withClaim("afp", "theirs"))))
                        .account()
                        .isKnown())
                .isFalse();
        assertThat(fault(service.verify(
                        foreign(token -> token.withClaim("fam", "f").withClaim("afp", "x".repeat(65))))))
                .contains(Fault.MALFORMED);
        assertThat(fault(service.verify(
                        foreign(token -> token.withClaim("fam", "f").withClaim("afp", 1)))))
                .contains(Fault.MALFORMED);
    }

    @Test
    void aTokenThatLivesLongerThanTheLongestThatIsIssuedIsRefused() {
        Instant now = time.now().truncatedTo(ChronoUnit.SECONDS);
        assertThat(fault(service.verify(foreign(token -> token.withExpiresAt(now.plusSeconds(86_400))))))
                .isEmpty();
        assertThat(fault(service.verify(foreign(token -> token.withExpiresAt(now.plusSeconds(86_401))))))
                .contains(Fault.LIVES_TOO_LONG);
        assertThat(fault(service.verify(foreign(
                        token -> token.withIssuedAt(now.minusSeconds(86_400)).withExpiresAt(now.plusSeconds(1))))))
                .as("it has lived for long already")
                .contains(Fault.LIVES_TOO_LONG);
    }

    @Test
    void aNewMaximumLifeKeepsShorterTokensValid() {
        Instant now = time.now().truncatedTo(ChronoUnit.SECONDS);
        KeyRing ring = KeyRing.of(TestKeys.hs256(""), List.of());
        TokenSettings day = TokenSettings.defaults();
        String before = service.issue(REQUEST).token();

        service.replace(
                ring,
                new TokenSettings(
                        day.issuer(), day.audience(), Duration.ofHours(1), day.clockSkew(), day.maxTokenBytes()));
        assertThat(fault(service.verify(before))).isEmpty();
        service.replace(
                ring,
                new TokenSettings(
                        day.issuer(),
                        day.audience(),
                        Duration.ofHours(1),
                        day.clockSkew(),
                        day.maxTokenBytes(),
                        Optional.of(Duration.ofHours(2))));

        assertThat(fault(service.verify(before))).contains(Fault.LIVES_TOO_LONG);
        assertThat(fault(service.verify(foreign(token -> token.withExpiresAt(now.plusSeconds(7200))))))
                .isEmpty();
        assertThat(fault(service.verify(foreign(token -> token.withExpiresAt(now.plusSeconds(7201))))))
                .contains(Fault.LIVES_TOO_LONG);
    }

    @Test
    void aKeyIsTrustedUntilItIsTakenOutWhateverItsIdAndItsFile() {
        for (TokenKey key : List.of(TestKeys.hs256("k"), TestKeys.rs256("k"), TestKeys.es256("k"))) {
            JwtTokenService own = service(key);
            AccessToken token = own.issue(REQUEST);
            String signedBy = claims(own.verify(token.token())).signedBy();
            assertThat(signedBy).isEqualTo(token.claims().signedBy());
            assertThat(own.trusts(signedBy)).isTrue();

            TokenKey other = TokenKey.hs256("", TestKeys.OTHER_SECRET);
            own.replaceKeys(KeyRing.of(other, List.of(key)));
            assertThat(own.trusts(signedBy)).isTrue();
            own.replaceKeys(KeyRing.of(other, List.of()));
            assertThat(own.trusts(signedBy)).isFalse();
            own.replaceKeys(KeyRing.of(TokenKey.hs256("k", TestKeys.OTHER_SECRET), List.of()));
            assertThat(own.trusts(signedBy)).as("another key of the same id").isFalse();
        }
    }

    @Test
    void tokensOfAnotherIssuerOrAudienceAreNotTrustedAnyMore() {
        Optional<String> none = Optional.empty();
        KeyRing ring = KeyRing.of(TestKeys.hs256(""), List.of());
        for (Optional<String> before : List.of(none, Optional.of("us"))) {
            for (Optional<String> after : List.of(none, Optional.of("us"), Optional.of("them"))) {
                for (boolean isIssuer : new boolean[] {true, false}) {
                    JwtTokenService own = isIssuer ? service(before, none) : service(none, before);
                    AccessToken token = own.issue(REQUEST);
                    own.replace(
                            ring,
                            new TokenSettings(
                                    isIssuer ? after : none,
                                    isIssuer ? none : after,
                                    Duration.ofHours(1),
                                    Duration.ofSeconds(30),
                                    8192));

                    assertThat(own.trusts(token.claims().signedBy()))
                            .as("%s to %s", before, after)
                            .isEqualTo(fault(own.verify(token.token())).isEmpty());
                }
            }
        }
    }

    @Test
    void theSameKeyReadAgainHasTheSameName() {
        assertThat(TestKeys.hs256("k").name()).isEqualTo(TestKeys.hs256("k").name());
        assertThat(TestKeys.hs256("k").name()).isNotEqualTo(TestKeys.hs256("l").name());
    }

    @Test
    void unicodeUserIdsAndNamesComeBackUnchanged() {
        UserInfo user = new UserInfo("用户-𝒜-é", "Ünïcode 名字", Set.of("角色"));
        String token = service.issue(new TokenRequest(user, new DeviceKey("ios", "x"), "", 0))
                .token();
        assertThat(claims(service.verify(token)).user()).isEqualTo(user);
    }

    @Test
    void aTokenIsGoodUntilTheLastMomentBeforeItsExpiryAndNotAtIt() {
        AccessToken token = service.issue(REQUEST);
        time.set(token.claims().expiresAt().minusNanos(1));
        assertThat(fault(service.verify(token.token()))).isEmpty();
        time.set(token.claims().expiresAt());
        assertThat(fault(service.verify(token.token()))).contains(Fault.EXPIRED);
    }

    @Test
    void aTokenFromAClockAheadIsGoodWithinTheSkew() {
        Instant now = Instant.parse("2026-01-02T03:04:05Z");
        time.set(now);
        assertThat(fault(service.verify(foreign(token -> token.withIssuedAt(now.plusSeconds(30))))))
                .isEmpty();
        assertThat(fault(service.verify(foreign(token -> token.withIssuedAt(now.plusSeconds(31))))))
                .contains(Fault.NOT_YET_VALID);
        assertThat(fault(service.verify(foreign(token -> token.withNotBefore(now.plusSeconds(30))))))
                .isEmpty();
        assertThat(fault(service.verify(foreign(token -> token.withNotBefore(now.plusSeconds(31))))))
                .contains(Fault.NOT_YET_VALID);
    }

    @Test
    void aForeignTokenNeedsNoDeviceFamilyAndGeneration() {
        TokenClaims claims = claims(service.verify(foreign(token -> token)));
        assertThat(claims.user()).isEqualTo(new UserInfo("u-1", "u-1", Set.of()));
        assertThat(claims.device()).isNull();
        assertThat(claims.familyId()).isEmpty();
        assertThat(claims.generation()).isZero();
    }

    @Test
    void aForeignTokenWithoutAnIdGetsOneThatItAlwaysGets() {
        String one = foreign(token -> token);
        String other = foreign(token -> token.withSubject("u-2"));
        String id = claims(service.verify(one)).tokenId();
        assertThat(id).isNotEmpty().isEqualTo(claims(service.verify(one)).tokenId());
        assertThat(id).isNotEqualTo(claims(service.verify(other)).tokenId());
    }

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
    void whatWouldBeTooLongToShowIsNotIssued() {
        Set<String> roles = IntStream.range(0, 2000).mapToObj(i -> "role-" + i).collect(Collectors.toSet());
        TokenRequest request = new TokenRequest(new UserInfo("u", "u", roles), new DeviceKey("web", "d"), "", 0);
        assertThatThrownBy(() -> service.issue(request)).isInstanceOf(IllegalArgumentException.class);
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
    void aKeyIdPicksItsKeyAndNoOther() {
        TokenKey old = TokenKey.hs256("old", TestKeys.OTHER_SECRET);
        JwtTokenService both = service(TestKeys.hs256("new"), old);
        JwtTokenService oldOnly = service(old);
        assertThat(fault(both.verify(oldOnly.issue(REQUEST).token()))).isEmpty();
        assertThat(fault(both.verify(foreign(token -> token.withKeyId("old"))))).contains(Fault.UNTRUSTED);
        assertThat(fault(both.verify(foreign(token -> token.withKeyId("unknown")))))
                .contains(Fault.UNTRUSTED);
        assertThat(fault(both.verify(foreign(token -> token)))).contains(Fault.UNTRUSTED);
        assertThat(fault(both.verify(foreign(token -> token.withKeyId("new"))))).isEmpty();
    }

    @Test
    void keysRotateWithoutARestart() {
        String before = service.issue(REQUEST).token();
        service.replaceKeys(KeyRing.of(TestKeys.es256("2"), List.of(TestKeys.hs256(""))));
        String after = service.issue(REQUEST).token();
        assertThat(JWT.decode(after).getKeyId()).isEqualTo("2");
        assertThat(fault(service.verify(before))).isEmpty();
        assertThat(fault(service.verify(after))).isEmpty();

        service.replaceKeys(KeyRing.of(TestKeys.es256("2"), List.of()));
        assertThat(fault(service.verify(before))).contains(Fault.UNTRUSTED);
        assertThat(fault(service.verify(after))).isEmpty();
    }

    @Test
    void issuerAndAudienceAreWrittenAndDemanded() {
        JwtTokenService strict = service(Optional.of("us"), Optional.of("chat"));
        assertThat(fault(strict.verify(strict.issue(REQUEST).token()))).isEmpty();
        assertThat(fault(strict.verify(foreign(token -> token.withIssuer("us").withAudience("mail", "chat")))))
                .isEmpty();
        assertThat(fault(strict.verify(foreign(token -> token.withIssuer("us")))))
                .contains(Fault.UNTRUSTED);
        assertThat(fault(strict.verify(foreign(token -> token.withAudience("chat")))))
                .contains(Fault.UNTRUSTED);
        assertThat(fault(strict.verify(foreign(token -> token.withIssuer("us").withAudience("mail")))))
                .contains(Fault.UNTRUSTED);
        assertThat(fault(strict.verify(foreign(token -> token.withIssuer("them").withAudience("chat")))))
                .contains(Fault.UNTRUSTED);
    }

    @Test
    void aTokenForSomebodyElsesAudienceIsUntrustedEvenIfWeHaveNoName() {
        assertThat(fault(service.verify(foreign(token -> token.withAudience("mail")))))
                .contains(Fault.UNTRUSTED);
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

    private static void mutate(JwtTokenService own, int rounds) {
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

    private static byte[] signature(String token) {
        return Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1));
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

    private static String signedPart(String token) {
        return token.substring(0, token.lastIndexOf('.'));
    }

    @Test
    void noTextOfAKeyOrTokenShowsTheSecret() {
        AccessToken token = service.issue(REQUEST);
        assertThat(TestKeys.hs256("k").toString()).contains("k", "HS256").doesNotContain(TestKeys.SECRET);
        assertThat(token.toString()).doesNotContain(token.token());
    }

    @Test
    void revocationsOutliveTheLongestIssuedToken() {
        KeyRing ring = KeyRing.of(TestKeys.hs256(""), List.of());
        TokenSettings day = TokenSettings.defaults();
        TokenSettings hour = new TokenSettings(
                day.issuer(), day.audience(), Duration.ofHours(1), day.clockSkew(), day.maxTokenBytes());

        service.replace(ring, hour);

        assertThat(service.lifetime()).isEqualTo(Duration.ofDays(1));
        assertThat(service.issue(REQUEST).claims().expiresAt())
                .isEqualTo(time.now().plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS));
    }

    @Test
    void revocationsOutliveTheLongestAcceptedToken() {
        KeyRing ring = KeyRing.of(TestKeys.hs256(""), List.of());
        TokenSettings day = TokenSettings.defaults();
        TokenSettings week = new TokenSettings(
                day.issuer(),
                day.audience(),
                day.lifetime(),
                day.clockSkew(),
                day.maxTokenBytes(),
                Optional.of(Duration.ofDays(7)));
        assertThat(new JwtTokenService(ring, week, time).lifetime()).isEqualTo(Duration.ofDays(7));

        service.replace(ring, week);
        assertThat(service.lifetime()).isEqualTo(Duration.ofDays(7));
        service.replace(ring, day);
        assertThat(service.lifetime()).as("a longer life may be allowed again").isEqualTo(Duration.ofDays(7));
    }
}
