package io.mychat.gateway.test;

import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Accepts every user with {@link LiveGateway#PASSWORD}. Thread-safe. */
final class TestAccounts implements CredentialVerifier {

    private static final String ADMINISTRATORS = "root";

    private final Map<String, Set<String>> roles = new ConcurrentHashMap<>();

    /** Takes effect at the next login. */
    void roles(String userId, Set<String> granted) {
        roles.put(userId, granted);
    }

    @Override
    public CredentialVerdict verify(String username, String password) {
        return password.equals(LiveGateway.PASSWORD) && UserInfo.isValidUserId(username)
                ? new CredentialVerdict.Accepted(new UserInfo(username, username, rolesOf(username)))
                : new CredentialVerdict.Rejected();
    }

    private Set<String> rolesOf(String username) {
        return roles.getOrDefault(username, username.startsWith(ADMINISTRATORS) ? Set.of("admin") : Set.of());
    }
}
