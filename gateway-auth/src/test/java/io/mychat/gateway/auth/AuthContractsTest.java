package io.mychat.gateway.auth;

import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.auth.CredentialVerifierContract;
import io.mychat.gateway.testkit.auth.TokenServiceContract;
import io.mychat.gateway.testkit.auth.UserDirectoryContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** Users of a file and tokens with a signature keep the contracts of their ports. */
class AuthContractsTest {

    private static final PasswordHasher CHEAP = new PasswordHasher(new Argon2Parameters(8, 1, 1, 32));

    @Nested
    class Verifier extends CredentialVerifierContract {

        private final PasswordPool pool = new PasswordPool(2, 64);

        @Override
        protected CredentialVerifier newVerifier() {
            UserAccounts accounts = UserAccounts.builder()
                    .add("u-1", NAME, CHEAP.hash(PASSWORD), Set.of("admin"))
                    .build();
            return new PasswordVerifier(accounts, pool, (stored, password) -> stored.matches(password));
        }

        @AfterEach
        void close() {
            pool.close();
        }
    }

    @Nested
    class Directory extends UserDirectoryContract {

        @Override
        protected UserDirectory newDirectory() {
            return new ReloadableUserDirectory(UserAccounts.builder()
                    .add(USER.userId(), USER.username(), CHEAP.hash("wonderland"), USER.roles())
                    .build());
        }
    }

    @Nested
    class Tokens extends TokenServiceContract {

        private final ManualTime time = new ManualTime();

        @Override
        protected TokenService newService() {
            return new JwtTokenService(KeyRing.of(TestKeys.hs256(""), List.of()), TokenSettings.defaults(), time);
        }

        @Override
        protected Instant now() {
            return time.now();
        }

        @Override
        protected void elapse(Duration duration) {
            time.advance(duration);
        }
    }
}
