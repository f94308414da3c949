package io.mychat.gateway.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.spi.auth.TokenVerdict.Fault;
import io.mychat.gateway.spi.auth.TokenVerdict.Invalid;
import io.mychat.gateway.spi.session.DeviceKey;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Good access tokens, and those with one fault. */
final class AccessTokenTest {

    private final OidcFixture oidc = new OidcFixture();

    AccessTokenTest() throws IOException {}

    @AfterEach
    void close() {
        oidc.close();
    }

    private JWTClaimsSet.Builder claims() {
        return oidc.provider.claims(oidc.time.now());
    }

    private TokenClaims accepted(JWTClaimsSet.Builder claims) {
        TokenVerdict verdict = oidc.verify(oidc.provider.access(claims)).orElseThrow();
        assertThat(verdict).isInstanceOf(TokenVerdict.Valid.class);
        return ((TokenVerdict.Valid) verdict).claims();
    }

    private void assertFault(JWTClaimsSet.Builder claims, Fault fault) {
        assertThat(oidc.verify(oidc.provider.access(claims))).contains(new Invalid(fault));
    }

    @Test
    void claimsBecomeAUserWithoutRolesOrDevice() {
        TokenClaims claims = accepted(claims().claim("preferred_username", "Alice L."));

        assertThat(claims.user().userId()).isEqualTo("alice");
        assertThat(claims.user().username()).isEqualTo("Alice L.");
        assertThat(claims.user().roles()).isEmpty();
        assertThat(claims.device()).isNull();
        assertThat(claims.familyId()).isEmpty();
        assertThat(claims.loginId()).isEmpty();
    }

    @Test
    void theGenerationIsTheTimeOfIssue() {
        long micros = oidc.time.now().getEpochSecond() * 1_000_000;

        assertThat(accepted(claims()).generation()).isEqualTo(micros);
    }

    @Test
    void onlyMappedRolesCount() {
        oidc.issuer.put("roles_claim", "realm_access.roles");
        oidc.issuer.put("roles", Map.of("chat-admins", "admin"));

        TokenClaims claims =
                accepted(claims().claim("realm_access", Map.of("roles", List.of("admin", "chat-admins", 7))));

        assertThat(claims.user().roles()).containsExactly("admin");
        assertThat(accepted(claims().claim("realm_access", Map.of("roles", List.of("admin"))))
                        .user()
                        .roles())
                .isEmpty();
    }

    @Test
    void rolesMayStandInOneText() {
        oidc.issuer.put("roles_claim", "scope");
        oidc.issuer.put("roles", Map.of("chat:admin", "admin"));

        assertThat(accepted(claims().claim("scope", "openid chat:admin")).user().roles())
                .containsExactly("admin");
    }

    @Test
    void aClaimWithDotsInItsNameIsFound() {
        oidc.issuer.put("roles_claim", "https://example.com/roles");
        oidc.issuer.put("roles", Map.of("a", "admin"));

        assertThat(accepted(claims().claim("https://example.com/roles", List.of("a")))
                        .user()
                        .roles())
                .containsExactly("admin");
    }

    @Test
    void theTokenMayNameItsDevice() {
        oidc.issuer.put("platform_claim", "plt");
        oidc.issuer.put("device_claim", "dev");

        assertThat(accepted(claims().claim("plt", "web").claim("dev", "laptop")).device())
                .isEqualTo(new DeviceKey("web", "laptop"));
        assertFault(claims().claim("plt", "web"), Fault.MALFORMED);
        assertFault(claims().claim("plt", "WEB!").claim("dev", "laptop"), Fault.MALFORMED);
    }

    @Test
    void theUsersOfAnIssuerMayHaveAPrefix() {
        oidc.issuer.put("user_id_prefix", "corp:");

        assertThat(accepted(claims()).user().userId()).isEqualTo("corp:alice");
    }

    @Test
    void aLoginIsNamedOnlyWhereAsked() {
        oidc.issuer.put("login_claim", "sid");

        String login = accepted(claims()).loginId();

        assertThat(login).hasSize(43).isEqualTo(accepted(claims().jwtID("t2")).loginId());
        assertThat(accepted(claims().claim("sid", "login-2")).loginId()).isNotEqualTo(login);
    }

    @Test
    void tokensAreToldApartWithAndWithoutAnId() {
        String first = accepted(claims()).tokenId();

        assertThat(accepted(claims().jwtID("t2")).tokenId()).isNotEqualTo(first);
        assertThat(accepted(claims().jwtID(null)).tokenId())
                .isNotEqualTo(accepted(claims().jwtID(null).claim("x", 1)).tokenId());
    }

    @Test
    void aTokenEndsWithoutGrace() {
        String token = oidc.provider.access(claims());
        assertThat(oidc.verify(token).orElseThrow()).isInstanceOf(TokenVerdict.Valid.class);

        oidc.time.advance(Duration.ofMinutes(5));

        assertThat(oidc.verify(token)).contains(new Invalid(Fault.EXPIRED));
    }

    @Test
    void aTokenOfTheFutureIsRefused() {
        Date inAMinute = Date.from(oidc.time.now().plus(1, ChronoUnit.MINUTES));

        assertFault(claims().issueTime(inAMinute), Fault.NOT_YET_VALID);
        assertFault(claims().notBeforeTime(inAMinute), Fault.NOT_YET_VALID);
        accepted(claims().issueTime(Date.from(oidc.time.now().plusSeconds(20))));
    }

    @Test
    void aTokenThatLivesTooLongIsRefused() {
        assertFault(
                claims().expirationTime(Date.from(oidc.time.now().plus(25, ChronoUnit.HOURS))), Fault.LIVES_TOO_LONG);
    }

    @Test
    void aTokenWithoutTimesOrUserIsMalformed() {
        assertFault(claims().expirationTime(null), Fault.MALFORMED);
        assertFault(claims().issueTime(null), Fault.MALFORMED);
        assertFault(claims().subject(null), Fault.MALFORMED);
        assertFault(claims().subject(""), Fault.MALFORMED);
        assertFault(claims().subject("a\nb"), Fault.MALFORMED);
        assertFault(claims().subject("x".repeat(129)), Fault.MALFORMED);
    }
}
