package io.mychat.gateway.core.ban;

import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the name with which a user logs in: the directory's, or else that of a session which the user has on any node.
 * Thread-safe; may block.
 */
public final class LoginNames {

    private static final Logger log = LoggerFactory.getLogger(LoginNames.class);

    private final @Nullable UserDirectory users;
    private final ConnectionManager connections;

    /** @param users null: there is no directory */
    public LoginNames(@Nullable UserDirectory users, ConnectionManager connections) {
        this.users = users;
        this.connections = connections;
    }

    /** The name; empty: neither knows the user. */
    Optional<String> of(String userId) {
        return fromDirectory(userId).or(() -> fromSessions(userId)).filter(name -> !name.isEmpty());
    }

    private Optional<String> fromDirectory(String userId) {
        return users == null
                ? Optional.empty()
                : users.findById(userId).map(UserInfo::username).filter(name -> !name.isEmpty());
    }

    private Optional<String> fromSessions(String userId) {
        try {
            return connections.sessionsOf(userId).stream()
                    .map(Session::user)
                    .map(UserInfo::username)
                    .findFirst();
        } catch (StoreUnavailableException e) {
            log.debug("The sessions of a user who is to be banned cannot be read", e);
            return Optional.empty();
        }
    }
}
