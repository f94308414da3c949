package io.mychat.gateway.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.mychat.gateway.spi.auth.LogoutVerdict;
import io.mychat.gateway.spi.auth.TokenVerdict;
import java.io.IOException;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LogoutTokenTest {

    private final OidcFixture oidc = new OidcFixture();

    LogoutTokenTest() throws IOException {}

    @AfterEach
    void close() {
        oidc.close();
    }

    private JWTClaimsSet.Builder claims() {
        return oidc.provider.logout(oidc.time.now());
    }

    private LogoutVerdict verdict(String type, JWTClaimsSet.Builder claims) {
        return oidc.verifier().verifyLogout(oidc.provider.sign(type, claims)).orElseThrow();
    }

    private void assertRefused(JWTClaimsSet.Builder claims, String detail) {
        assertThat(verdict("logout+jwt", claims))
                .isInstanceOfSatisfying(
                        LogoutVerdict.Invalid.class,
                        invalid -> assertThat(invalid.detail()).contains(detail));
    }

    @Test
    void aUserIsLoggedOut() {
        assertThat(verdict("logout+jwt", claims())).isInstanceOfSatisfying(LogoutVerdict.Valid.class, valid -> {
            assertThat(valid.userId()).isEqualTo("alice");
            assertThat(valid.loginId()).isEmpty();
        });
        assertThat(verdict("JWT", claims())).isInstanceOf(LogoutVerdict.Valid.class);
    }

    @Test
    void oneLoginIsLoggedOutWhereTokensNameIt() {
        oidc.issuer.put("login_claim", "sid");
        TokenVerdict access = oidc.verify(oidc.provider.access(oidc.provider.claims(oidc.time.now())))
                .orElseThrow();
        String login = ((TokenVerdict.Valid) access).claims().loginId();

        assertThat(verdict("logout+jwt", claims().claim("sid", "login-1")))
                .isInstanceOfSatisfying(
                        LogoutVerdict.Valid.class,
                        valid -> assertThat(valid.loginId()).isEqualTo(login));
    }

    @Test
    void tokensOfOtherKindsEndNothing() {
        assertRefused(claims().claim("events", null), "no logout token");
        assertRefused(claims().claim("events", Map.of("other", Map.of())), "no logout token");
        assertRefused(claims().claim("nonce", "n"), "no logout token");
        assertRefused(claims().audience("shop"), "audience");
        assertRefused(claims().jwtID(null), "jti");
        assertRefused(claims().subject(null), "sub");
        assertThat(verdict("at+jwt", claims())).isInstanceOf(LogoutVerdict.Invalid.class);
    }

    @Test
    void anOldTokenEndsNothing() {
        assertRefused(claims().issueTime(Date.from(oidc.time.now().minusSeconds(121))), "moment");
        assertRefused(claims().issueTime(null), "moment");
        assertRefused(claims().issueTime(Date.from(oidc.time.now().plusSeconds(60))), "moment");
    }

    @Test
    void aForgedTokenEndsNothing() {
        String token = oidc.provider.sign("logout+jwt", claims());
        String forged = token.substring(0, token.lastIndexOf('.') + 1)
                + oidc.provider.sign("logout+jwt", claims().subject("bob")).split("\\.", -1)[2];

        assertThat(oidc.verifier().verifyLogout(forged).orElseThrow()).isInstanceOf(LogoutVerdict.Invalid.class);
        assertThat(oidc.verifier().verifyLogout("rubbish")).isEmpty();
    }
}
