package io.mychat.gateway.spring.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.auth.CredentialVerifierContract;
import io.mychat.gateway.testkit.auth.UserDirectoryContract;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/** Spring Security's users as accounts of the gateway. */
class SecurityUsersTest {

    private static final PasswordEncoder ENCODER = new BCryptPasswordEncoder(4);

    private static SecurityAccounts accounts(UserDetailsService users, PasswordEncoder encoder) {
        DaoAuthenticationProvider passwords = new DaoAuthenticationProvider(users);
        passwords.setPasswordEncoder(encoder);
        return new SecurityAccounts(users, passwords, new PasswordChecks(2, Duration.ofSeconds(10)));
    }

    private static User.UserBuilder user(String name, String password) {
        return User.withUsername(name).password(ENCODER.encode(password)).authorities("ROLE_USER");
    }

    @Nested
    class Passwords extends CredentialVerifierContract {

        @Override
        protected CredentialVerifier newVerifier() {
            return accounts(new InMemoryUserDetailsManager(user(NAME, PASSWORD).build()), ENCODER)
                    .passwordVerifier();
        }
    }

    @Nested
    class Directory extends UserDirectoryContract {

        @Override
        protected UserDirectory newDirectory() {
            UserDetailsService users = new InMemoryUserDetailsManager(User.withUsername(USER.userId())
                    .password("x")
                    .authorities("ROLE_ADMIN", "ROLE_EDITOR")
                    .build());
            UserDirectory directory = accounts(users, ENCODER);
            // Spring has one name for a user, the contract's user has two.
            return id ->
                    directory.findById(id).map(found -> new UserInfo(found.userId(), USER.username(), found.roles()));
        }
    }

    @Test
    void authoritiesAreRoles() {
        SecurityAccounts accounts = accounts(
                new InMemoryUserDetailsManager(user("root", "pw")
                        .authorities("ROLE_ADMIN", "orders:write")
                        .build()),
                ENCODER);

        CredentialVerdict verdict = accounts.passwordVerifier().verify("root", "pw");

        assertThat(((CredentialVerdict.Accepted) verdict).user().roles()).isEqualTo(Set.of("admin", "orders:write"));
    }

    @Test
    void aNameInAnotherCaseIsAnotherName() {
        SecurityAccounts accounts =
                accounts(new InMemoryUserDetailsManager(user("alice", "pw").build()), ENCODER);

        assertThat(accounts.passwordVerifier().verify("Alice", "pw")).isEqualTo(new CredentialVerdict.Rejected());
        assertThat(accounts.findById("ALICE")).isEmpty();
    }

    @Test
    void aClosedAccountDoesNotExist() {
        SecurityAccounts accounts = accounts(
                new InMemoryUserDetailsManager(
                        user("locked", "pw").accountLocked(true).build(),
                        user("disabled", "pw").disabled(true).build(),
                        user("expired", "pw").accountExpired(true).build()),
                ENCODER);

        for (String name : new String[] {"locked", "disabled", "expired"}) {
            assertThat(accounts.passwordVerifier().verify(name, "pw"))
                    .as(name)
                    .isEqualTo(new CredentialVerdict.Rejected());
            assertThat(accounts.findById(name)).as(name).isEmpty();
        }
    }

    @Test
    void usersThatCannotBeReadAreNoWrongPassword() {
        SecurityAccounts accounts = accounts(
                name -> {
                    throw new IllegalStateException("the database is down");
                },
                ENCODER);

        assertThatThrownBy(() -> accounts.passwordVerifier().verify("alice", "pw"))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> accounts.findById("alice")).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void aLoginThatWaitsTooLongForItsCheckIsTurnedAway() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        UserDetailsService slow = name -> {
            entered.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UsernameNotFoundException(name);
        };
        DaoAuthenticationProvider passwords = new DaoAuthenticationProvider(slow);
        passwords.setPasswordEncoder(ENCODER);
        CredentialVerifier verifier = new SecurityCredentialVerifier(passwords, new PasswordChecks(1, Duration.ZERO));
        Thread first = new Thread(() -> verifier.verify("one", "pw"));
        first.start();
        entered.await();

        assertThat(verifier.verify("two", "pw")).isInstanceOf(CredentialVerdict.Busy.class);

        release.countDown();
        first.join();
        assertThat(verifier.verify("three", "pw")).isEqualTo(new CredentialVerdict.Rejected());
    }
}
