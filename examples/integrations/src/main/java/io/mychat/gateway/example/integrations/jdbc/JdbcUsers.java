package io.mychat.gateway.example.integrations.jdbc;

import io.mychat.gateway.auth.PasswordHasher;
import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.session.UserInfo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * The users of a table, with Argon2id hashes of their passwords ({@link PasswordHasher#hash}). Whoever changes or removes a user
 * calls {@code GatewayServer.accountChanged}, which ends the tokens and sessions of the former account.
 *
 * <p>Thread-safe; blocks. At most half of the processors check passwords at the same time; when none is free within a second the
 * client gets 503 and a time to try again.
 */
public final class JdbcUsers implements CredentialVerifier, UserDirectory {

    private static final String SELECT = "SELECT user_id, username, password_hash, roles FROM users WHERE ";

    private final Database database;
    private final PasswordHasher hasher = new PasswordHasher();
    /** Checked for unknown users, so that they take as long as a wrong password. */
    private final String decoy = hasher.hash(UUID.randomUUID().toString());

    private final Semaphore processors =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);

    public JdbcUsers(DataSource source) {
        database = new Database(source);
        database.createTables();
    }

    private record Account(UserInfo user, String passwordHash) {

        static Account read(ResultSet row) throws SQLException {
            Set<String> roles = Stream.of(row.getString("roles").split(",", -1))
                    .map(String::strip)
                    .filter(role -> !role.isEmpty())
                    .collect(Collectors.toSet());
            return new Account(
                    new UserInfo(row.getString("user_id"), row.getString("username"), roles),
                    row.getString("password_hash"));
        }
    }

    /** Adds a user. */
    public void add(UserInfo user, String password) {
        String hash = hasher.hash(password);
        database.write(connection -> Database.update(
                connection,
                "INSERT INTO users (user_id, username, password_hash, roles) VALUES (?, ?, ?, ?)",
                user.userId(),
                user.username(),
                hash,
                String.join(",", user.roles())));
    }

    @Override
    public CredentialVerdict verify(String username, String password) {
        Optional<Account> account = find("username = ?", username);
        try {
            if (!processors.tryAcquire(1, TimeUnit.SECONDS)) {
                return new CredentialVerdict.Busy(Duration.ofSeconds(2));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return new CredentialVerdict.Busy(Duration.ofSeconds(2));
        }
        try {
            boolean matches =
                    hasher.verify(password, account.map(Account::passwordHash).orElse(decoy));
            return matches && account.isPresent()
                    ? new CredentialVerdict.Accepted(account.get().user())
                    : new CredentialVerdict.Rejected();
        } finally {
            processors.release();
        }
    }

    @Override
    public Optional<UserInfo> findById(String userId) {
        return find("user_id = ?", userId).map(Account::user);
    }

    private Optional<Account> find(String condition, String value) {
        return database.read(connection -> Database.query(connection, SELECT + condition, Account::read, value).stream()
                .findFirst());
    }
}
