package io.mychat.gateway.testkit.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.spi.auth.TokenVerdict.Fault;
import io.mychat.gateway.spi.auth.TokenVerdict.Invalid;
import io.mychat.gateway.spi.auth.TokenVerifier;
import io.mychat.gateway.testkit.ContractRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The contract of {@link TokenVerifier}. A subclass creates a verifier, issues tokens for it and advances its time.
 *
 * @since 0.1.0
 */
@ExtendWith(ContractRules.class)
public abstract class TokenVerifierContract {

    private static final long MICROS = 1_000_000;

    private TokenVerifier verifier;

    /** Called by JUnit. */
    protected TokenVerifierContract() {}

    /** Creates a verifier; called before each test. */
    protected abstract TokenVerifier newVerifier();

    /** A good token of this user, issued now by an issuer of the verifier; no two are equal. */
    protected abstract String issue(String userId);

    /** The wall-clock time of the verifier. */
    protected abstract Instant now();

    /** Advances the time of the verifier. */
    protected abstract void elapse(Duration duration);

    @BeforeEach
    void makeVerifier() {
        verifier = newVerifier();
    }

    private TokenClaims accepted(String token) {
        TokenVerdict verdict = verifier.verify(token).orElseThrow();
        assertThat(verdict).isInstanceOf(TokenVerdict.Valid.class);
        return ((TokenVerdict.Valid) verdict).claims();
    }

    @Test
    void aTokenNamesItsUserAndNoLoginOfTheGateway() {
        TokenClaims claims = accepted(issue("alice"));

        assertThat(claims.user().userId()).isEqualTo("alice");
        assertThat(claims.familyId()).isEmpty();
        assertThat(claims.tokenId()).isNotEmpty().hasSizeLessThanOrEqualTo(128);
    }

    @Test
    void theGenerationIsTheTimeOfIssueInMicroseconds() {
        TokenClaims claims = accepted(issue("alice"));

        assertThat(claims.generation()).isEqualTo(claims.issuedAt().getEpochSecond() * MICROS);
        assertThat(claims.issuedAt()).isBetween(now().minusSeconds(1), now().plusSeconds(1));
    }

    @Test
    void aTokenExpiresAndLivesNoLongerThanTheVerifierSays() {
        String token = issue("alice");
        TokenClaims claims = accepted(token);
        assertThat(Duration.between(claims.issuedAt(), claims.expiresAt())).isLessThanOrEqualTo(verifier.lifetime());

        elapse(Duration.between(now(), claims.expiresAt()));

        assertThat(verifier.verify(token)).contains(new Invalid(Fault.EXPIRED));
    }

    @Test
    void twoTokensHaveTwoIds() {
        assertThat(accepted(issue("alice")).tokenId())
                .isNotEqualTo(accepted(issue("alice")).tokenId());
    }

    @Test
    void whatIsOfNoIssuerIsLeftToOthersAndNeverThrown() {
        for (String rubbish : List.of("", " ", "..", "a.b.c", "\u0000", "用户", "x".repeat(100_000))) {
            assertThat(verifier.verify(rubbish)).as(rubbish).isEmpty();
            assertThat(verifier.verifyLogout(rubbish)).as(rubbish).isEmpty();
        }
    }

    @Test
    void whatHasAcceptedATokenIsTrusted() {
        assertThat(verifier.trusts(accepted(issue("alice")).signedBy())).isTrue();
    }
}
