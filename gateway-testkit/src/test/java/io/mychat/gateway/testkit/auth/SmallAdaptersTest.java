package io.mychat.gateway.testkit.auth;

import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;

/** A fake, and the smallest verifier and directory that a host may write, keep the contracts. */
class SmallAdaptersTest {

    @Nested
    class Verifier extends CredentialVerifierContract {

        @Override
        protected CredentialVerifier newVerifier() {
            UserInfo user = new UserInfo("u-1", NAME, Set.of());
            return (username, password) -> username.equals(NAME) && password.equals(PASSWORD)
                    ? new CredentialVerdict.Accepted(user)
                    : new CredentialVerdict.Rejected();
        }
    }

    @Nested
    class Directory extends UserDirectoryContract {

        @Override
        protected UserDirectory newDirectory() {
            Map<String, UserInfo> users = Map.of(USER.userId(), USER);
            return userId -> Optional.ofNullable(users.get(userId));
        }
    }

    @Nested
    class DirectoryWithFingerprints extends UserDirectoryContract {

        @Override
        protected UserDirectory newDirectory() {
            Map<String, AccountState> accounts = Map.of(USER.userId(), new AccountState(USER, "v1"));
            return new UserDirectory() {
                @Override
                public Optional<UserInfo> findById(String userId) {
                    return account(userId).map(AccountState::user);
                }

                @Override
                public Optional<AccountState> account(String userId) {
                    return Optional.ofNullable(accounts.get(userId));
                }
            };
        }
    }

    @Nested
    class Tokens extends TokenServiceContract {

        private final ManualTime time = new ManualTime();

        @Override
        protected TokenService newService() {
            return new FakeTokens(time);
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
