package io.mychat.gateway.spring.security;

import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.Accounts;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.Optional;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;

/**
 * The users of a {@link UserDetailsService}. The user id is the name, to the letter. A disabled, locked or expired account
 * does not exist for the gateway. Accounts have no fingerprint: the application reports their changes ({@code
 * GatewayServer.accountChanged}). Thread-safe if the service is.
 */
final class SecurityAccounts implements Accounts {

    private final UserDetailsService users;
    private final DaoAuthenticationProvider passwords;
    private final PasswordChecks limits;

    /** @param passwords checks the passwords of the same users */
    SecurityAccounts(UserDetailsService users, DaoAuthenticationProvider passwords, PasswordChecks limits) {
        this.users = users;
        this.passwords = passwords;
        this.limits = limits;
    }

    @Override
    public Optional<UserInfo> findById(String userId) {
        if (!UserInfo.isValidUserId(userId)) {
            return Optional.empty();
        }
        try {
            UserDetails user = users.loadUserByUsername(userId);
            return isOpen(user) && user.getUsername().equals(userId) ? Optional.of(info(user)) : Optional.empty();
        } catch (AuthenticationException e) { // such as UsernameNotFoundException
            return Optional.empty();
        } catch (RuntimeException e) {
            throw new StoreUnavailableException("The users cannot be read", e);
        }
    }

    @Override
    public CredentialVerifier passwordVerifier() {
        return new SecurityCredentialVerifier(passwords, limits);
    }

    static UserInfo info(UserDetails user) {
        return new UserInfo(user.getUsername(), user.getUsername(), Authorities.roles(user.getAuthorities()));
    }

    private static boolean isOpen(UserDetails user) {
        return user.isEnabled() && user.isAccountNonLocked() && user.isAccountNonExpired();
    }
}
