package io.mychat.gateway.testkit.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.auth.CredentialVerdict.Accepted;
import io.mychat.gateway.spi.auth.CredentialVerdict.Rejected;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.auth.LoginOrigin;
import io.mychat.gateway.testkit.ConcurrentRun;
import io.mychat.gateway.testkit.ContractRules;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The contract of {@link CredentialVerifier}. A subclass creates a verifier that knows one user. It cannot find out whether
 * an unknown user and a wrong password take the same time.
 *
 * @since 0.1.0
 */
@ExtendWith(ContractRules.class)
public abstract class CredentialVerifierContract {

    /** The name of the only user. */
    protected static final String NAME = "alice";

    /** The user's password. */
    protected static final String PASSWORD = "correct horse 电池 \uD83D\uDD0B";

    private static final int THREADS = 4;
    private static final int PER_THREAD = 4;

    private CredentialVerifier verifier;

    /** Called by JUnit. */
    protected CredentialVerifierContract() {}

    /** Creates a verifier of the user {@link #NAME} with {@link #PASSWORD}; called before each test. */
    protected abstract CredentialVerifier newVerifier();

    /** An address that somebody logs in from. */
    protected LoginOrigin origin() {
        return new LoginOrigin("192.0.2.1", false);
    }

    @BeforeEach
    void makeVerifier() {
        verifier = newVerifier();
    }

    @Test
    void theRightPasswordIsAccepted() {
        CredentialVerdict verdict = verifier.verify(NAME, PASSWORD);

        assertThat(verdict).isInstanceOf(Accepted.class);
        assertThat(((Accepted) verdict).user().username()).isEqualTo(NAME);
    }

    @Test
    void aWrongPasswordIsRejected() {
        for (String wrong : List.of(
                "",
                " ",
                PASSWORD + " ",
                PASSWORD.substring(1),
                PASSWORD.toUpperCase(Locale.ROOT),
                "x".repeat(100_000))) {
            assertThat(verifier.verify(NAME, wrong)).as(wrong).isEqualTo(new Rejected());
        }
    }

    @Test
    void anUnknownUserIsRejectedLikeAWrongPassword() {
        for (String unknown : List.of("mallory", "", " ", NAME + "\u0000", "' OR '1'='1", "用户", "x".repeat(100_000))) {
            assertThat(verifier.verify(unknown, PASSWORD)).as(unknown).isEqualTo(new Rejected());
        }
    }

    @Test
    void theOriginChangesNothingOfTheVerdict() {
        assertThat(verifier.verify(NAME, PASSWORD, origin())).isEqualTo(verifier.verify(NAME, PASSWORD));
        assertThat(verifier.verify(NAME, "wrong", origin())).isEqualTo(new Rejected());
    }

    @Test
    void theAccountIsTheSameAtEachLogin() {
        assertThat(verifier.verify(NAME, PASSWORD)).isEqualTo(verifier.verify(NAME, PASSWORD));
    }

    @Test
    void manyAtOnceGetTheirOwnVerdicts() {
        List<Boolean> right = ConcurrentRun.run(THREADS, thread -> {
            boolean all = true;
            for (int i = 0; i < PER_THREAD; i++) {
                CredentialVerdict verdict = verifier.verify(NAME, thread % 2 == 0 ? PASSWORD : "wrong");
                // Busy is allowed: whoever has much to check may turn some away.
                all &= verdict instanceof CredentialVerdict.Busy || verdict instanceof Accepted == (thread % 2 == 0);
            }
            return all;
        });

        assertThat(right).containsOnly(true);
    }
}
