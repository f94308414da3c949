package io.mychat.gateway.testkit.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.ContractRules;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The contract of {@link UserDirectory}. A subclass creates a directory that knows one user.
 *
 * @since 0.1.0
 */
@ExtendWith(ContractRules.class)
public abstract class UserDirectoryContract {

    /** The only user. */
    protected static final UserInfo USER = new UserInfo("u-1", "alice", Set.of("admin", "editor"));

    private UserDirectory directory;

    /** Called by JUnit. */
    protected UserDirectoryContract() {}

    /** Creates a directory of {@link #USER}; called before each test. */
    protected abstract UserDirectory newDirectory();

    @BeforeEach
    void makeDirectory() {
        directory = newDirectory();
    }

    @Test
    void aUserIsFoundById() {
        assertThat(directory.findById(USER.userId())).contains(USER);
    }

    @Test
    void anIdThatNobodyHasIsNotFound() {
        for (String unknown : List.of("u-2", "U-1", " u-1", "", "' OR '1'='1", "用户", "x".repeat(100_000))) {
            assertThat(directory.findById(unknown)).as(unknown).isEmpty();
            assertThat(directory.account(unknown)).as(unknown).isEmpty();
        }
    }

    @Test
    void theAccountIsTheUsers() {
        assertThat(directory.account(USER.userId()).map(AccountState::user)).contains(USER);
    }

    @Test
    void anAccountThatHasNotChangedStaysEqual() {
        assertThat(directory.account(USER.userId())).isEqualTo(directory.account(USER.userId()));
    }
}
