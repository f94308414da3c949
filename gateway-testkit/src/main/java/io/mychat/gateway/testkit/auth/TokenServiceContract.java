package io.mychat.gateway.testkit.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.auth.AccessToken;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.auth.TokenRequest;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.spi.auth.TokenVerdict.Fault;
import io.mychat.gateway.spi.auth.TokenVerdict.Invalid;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.ConcurrentRun;
import io.mychat.gateway.testkit.ContractRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The contract of {@link TokenService}. A subclass creates a service and advances its time.
 *
 * @since 0.1.0
 */
@ExtendWith(ContractRules.class)
public abstract class TokenServiceContract {

    private static final AccountState ACCOUNT =
            new AccountState(new UserInfo("u-1", "älice", Set.of("admin", "editor")), "fingerprint");
    private static final TokenRequest REQUEST = new TokenRequest(ACCOUNT, new DeviceKey("ios", "d.1"), "f-1", 7);
    private static final int THREADS = 8;

    private TokenService service;

    /** Called by JUnit. */
    protected TokenServiceContract() {}

    /** Creates a service; called before each test. */
    protected abstract TokenService newService();

    /** The wall-clock time of the service. */
    protected abstract Instant now();

    /** Advances the time of the service. */
    protected abstract void elapse(Duration duration);

    @BeforeEach
    void makeService() {
        service = newService();
    }

    @Test
    void aTokenSaysWhatItWasIssuedFor() {
        AccessToken issued = service.issue(REQUEST);

        TokenClaims claims = valid(service.verify(issued.token()));
        assertThat(claims).isEqualTo(issued.claims());
        assertThat(claims.account()).isEqualTo(ACCOUNT);
        assertThat(claims.device()).isEqualTo(REQUEST.device());
        assertThat(claims.familyId()).isEqualTo(REQUEST.familyId());
        assertThat(claims.generation()).isEqualTo(REQUEST.generation());
    }

    @Test
    void eachTokenHasItsOwnId() {
        List<String> ids = ConcurrentRun.run(
                        THREADS,
                        thread -> Stream.generate(
                                        () -> service.issue(REQUEST).claims().tokenId())
                                .limit(50)
                                .toList())
                .stream()
                .flatMap(List::stream)
                .toList();

        assertThat(ids).doesNotHaveDuplicates().doesNotContain("");
    }

    @Test
    void noTokenLivesLongerThanTheServiceSays() {
        TokenClaims claims = service.issue(REQUEST).claims();

        assertThat(claims.issuedAt()).isBetween(now().minusSeconds(1), now().plusSeconds(1));
        assertThat(claims.expiresAt()).isAfter(claims.issuedAt());
        assertThat(Duration.between(claims.issuedAt(), claims.expiresAt())).isLessThanOrEqualTo(service.lifetime());
    }

    @Test
    void aTokenExpires() {
        String token = service.issue(REQUEST).token();

        elapse(service.lifetime().plusSeconds(1));

        assertThat(service.verify(token)).isEqualTo(new Invalid(Fault.EXPIRED));
    }

    @Test
    void whatIsNoTokenIsInvalidAndNeverThrown() {
        for (String rubbish :
                List.of("", " ", ".", "..", "a.b.c", "\u0000", "用户", "{\"alg\":\"none\"}", "x".repeat(100_000))) {
            assertThat(service.verify(rubbish)).as(rubbish).isInstanceOf(Invalid.class);
        }
    }

    @Test
    void aChangedTokenIsInvalid() {
        String token = service.issue(REQUEST).token();

        for (String changed : List.of(
                token.substring(1), token.substring(0, token.length() / 2), "x" + token, token + "x", token + token)) {
            assertThat(service.verify(changed)).isInstanceOf(Invalid.class);
        }
    }

    @Test
    void theServiceTrustsWhatItSigns() {
        assertThat(service.trusts(service.issue(REQUEST).claims().signedBy())).isTrue();
    }

    private static TokenClaims valid(TokenVerdict verdict) {
        assertThat(verdict).isInstanceOf(TokenVerdict.Valid.class);
        return ((TokenVerdict.Valid) verdict).claims();
    }
}
