package io.mychat.gateway.spring.security;

import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.session.UserInfo;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.userdetails.UserDetails;

/**
 * Checks passwords by Spring Security's own provider, so that its rules hold: states of accounts, upgrades of encodings,
 * the same time for unknown users. Thread-safe. A fair semaphore bounds the checks at the same time.
 */
final class SecurityCredentialVerifier implements CredentialVerifier {

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final DaoAuthenticationProvider passwords;
    private final PasswordChecks limits;
    private final Semaphore permits;

    SecurityCredentialVerifier(DaoAuthenticationProvider passwords, PasswordChecks limits) {
        this.passwords = passwords;
        this.limits = limits;
        this.permits = new Semaphore(limits.atOnce(), true);
    }

    @Override
    public CredentialVerdict verify(String username, String password) {
        if (!UserInfo.isValidUserId(username)) {
            return new CredentialVerdict.Rejected();
        }
        try {
            if (!permits.tryAcquire(limits.passwordWait().toNanos(), TimeUnit.NANOSECONDS)) {
                return new CredentialVerdict.Busy(RETRY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new CredentialVerdict.Busy(RETRY);
        }
        try {
            return check(username, password);
        } finally {
            permits.release();
        }
    }

    private CredentialVerdict check(String username, String password) {
        try {
            Authentication login =
                    passwords.authenticate(UsernamePasswordAuthenticationToken.unauthenticated(username, password));
            // Services that ignore case would open a way around the limit of failed logins for each user.
            return login != null
                            && login.getPrincipal() instanceof UserDetails user
                            && user.getUsername().equals(username)
                    ? new CredentialVerdict.Accepted(SecurityAccounts.info(user))
                    : new CredentialVerdict.Rejected();
        } catch (InternalAuthenticationServiceException e) {
            throw new StoreUnavailableException("The users cannot be read", e);
        } catch (AuthenticationException | IllegalArgumentException e) { // a password that an encoder does not take
            return new CredentialVerdict.Rejected();
        }
    }
}
