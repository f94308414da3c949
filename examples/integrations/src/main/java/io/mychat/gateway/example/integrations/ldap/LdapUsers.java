package io.mychat.gateway.example.integrations.ldap;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Finds a user by {@code uid} below {@code ou=people} and checks the password by a bind as that user. The roles are the names of the
 * groups below {@code ou=groups} that have the user as a {@code member}.
 *
 * <p>Thread-safe; blocks for at most a few seconds. A directory that does not answer is a {@link StoreUnavailableException}, which
 * clients get as 503. Close it after the gateway.
 */
public final class LdapUsers implements CredentialVerifier, UserDirectory, AutoCloseable {

    private static final int TIMEOUT_MILLIS = 2000;
    private static final int CONNECTIONS = 8;

    private final LDAPConnectionPool pool;
    private final String baseDn;

    /** @param bindDn the account that may search; its password is {@code bindPassword} */
    public LdapUsers(String host, int port, String baseDn, String bindDn, String bindPassword) {
        this.baseDn = baseDn;
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis(TIMEOUT_MILLIS);
        options.setResponseTimeoutMillis(TIMEOUT_MILLIS);
        try {
            pool = new LDAPConnectionPool(
                    new LDAPConnection(options, host, port, bindDn, bindPassword), 1, CONNECTIONS);
        } catch (LDAPException e) {
            throw unavailable(e);
        }
    }

    @Override
    public CredentialVerdict verify(String username, String password) {
        if (password.isEmpty()) {
            // A bind without a password succeeds as nobody in particular (RFC 4513, 5.1.2).
            return new CredentialVerdict.Rejected();
        }
        Optional<SearchResultEntry> person = person(username);
        // An unknown user takes a bind as well, and so as long as a wrong password.
        String dn = person.map(SearchResultEntry::getDN).orElse("uid=nobody,ou=people," + baseDn);
        try {
            pool.bindAndRevertAuthentication(dn, password);
        } catch (LDAPException e) {
            if (e.getResultCode().equals(ResultCode.INVALID_CREDENTIALS)) {
                return new CredentialVerdict.Rejected();
            }
            throw unavailable(e);
        }
        return person.<CredentialVerdict>map(found -> new CredentialVerdict.Accepted(user(found)))
                .orElseGet(CredentialVerdict.Rejected::new);
    }

    @Override
    public Optional<UserInfo> findById(String userId) {
        return person(userId).map(this::user);
    }

    @Override
    public void close() {
        pool.close();
    }

    /** The filter is built by the library, so that no name can be read as a part of it. */
    private Optional<SearchResultEntry> person(String uid) {
        try {
            return Optional.ofNullable(pool.searchForEntry(
                    "ou=people," + baseDn, SearchScope.ONE, Filter.createEqualityFilter("uid", uid), "uid"));
        } catch (LDAPException e) {
            throw unavailable(e);
        }
    }

    private UserInfo user(SearchResultEntry person) {
        Set<String> roles = new HashSet<>();
        try {
            pool.search(
                            "ou=groups," + baseDn,
                            SearchScope.ONE,
                            Filter.createEqualityFilter("member", person.getDN()),
                            "cn")
                    .getSearchEntries()
                    .forEach(group -> roles.add(group.getAttributeValue("cn")));
        } catch (LDAPException e) {
            throw unavailable(e);
        }
        String uid = person.getAttributeValue("uid");
        return new UserInfo(uid, uid, roles);
    }

    private static StoreUnavailableException unavailable(LDAPException e) {
        return new StoreUnavailableException("the LDAP directory failed: " + e.getResultCode(), e);
    }
}
