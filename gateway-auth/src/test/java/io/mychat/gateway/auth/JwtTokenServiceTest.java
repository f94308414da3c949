package io.mychat.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.auth0.jwt.JWT;
import io.mychat.gateway.spi.auth.AccessToken;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.auth.TokenRequest;
import io.mychat.gateway.spi.auth.TokenVerdict.Fault;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is issued, and which tokens are accepted for how long. */
class JwtTokenServiceTest extends JwtFixture {

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

    @Test
    void whatWouldBeTooLongToShowIsNotIssued() {
        Set<String> roles = IntStream.range(0, 2000).mapToObj(i -> "role-" + i).collect(Collectors.toSet());
        TokenRequest request = new TokenRequest(new UserInfo("u", "u", roles), new DeviceKey("web", "d"), "", 0);
        assertThatThrownBy(() -> service.issue(request)).isInstanceOf(IllegalArgumentException.class);
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

    @Test
    void onlyTheChecksOfSharedSecretsNeverWait() {
        assertThat(service.neverWaits()).isTrue();
        service.replaceKeys(KeyRing.of(TestKeys.hs256(""), List.of(TestKeys.rs256("r"))));
        assertThat(service.neverWaits()).isFalse();
        service.replaceKeys(KeyRing.of(TestKeys.es256("e"), List.of()));
        assertThat(service.neverWaits()).isFalse();
        service.replaceKeys(KeyRing.of(TestKeys.hs256(""), List.of(TestKeys.hs256("x"))));
        assertThat(service.neverWaits()).isTrue();
    }
}
