package io.mychat.gateway.auth;

import io.mychat.gateway.spi.auth.AccountChange;
import io.mychat.gateway.spi.auth.Accounts;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The users with their password hashes: an immutable snapshot, from a users file or from code. User names are compared
 * exactly.
 *
 * @since 0.1.0
 */
public final class UserAccounts implements Accounts {

    /** Each set of parameters keeps its memory until the JVM ends ({@link Argon2Parameters#derive}). */
    static final int MAX_PARAMETER_SETS = 4;

    private final Map<String, Account> byName;
    private final Map<String, Account> byId = new HashMap<>();
    private final List<Argon2Parameters> costs;
    private final int decoySeed = ThreadLocalRandom.current().nextInt();

    /** @param byName accounts with unique names and ids */
    UserAccounts(Map<String, Account> byName) {
        this.byName = Map.copyOf(byName);
        byName.values().forEach(account -> byId.put(account.user().userId(), account));
        costs = byName.values().stream()
                .map(account -> account.hash().parameters())
                .toList();
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Optional<UserInfo> findById(String userId) {
        return Optional.ofNullable(byId.get(userId)).map(Account::user);
    }

    @Override
    public Optional<AccountState> account(String userId) {
        return Optional.ofNullable(byId.get(userId)).map(Account::state);
    }

    /** The changes from these accounts to {@code next}, by user id. */
    Map<String, AccountChange> changesTo(UserAccounts next) {
        Map<String, AccountChange> changes = new HashMap<>();
        byId.forEach((userId, account) -> account.changeTo(Optional.ofNullable(next.byId.get(userId)))
                .ifPresent(change -> changes.put(userId, change)));
        return changes;
    }

    /** A verifier with threads for half of the processors and the default queue. The caller closes it. */
    @Override
    public PasswordVerifier passwordVerifier() {
        return passwordVerifier(PasswordVerifier.defaultThreads(), PasswordVerifier.DEFAULT_QUEUE);
    }

    /**
     * A verifier with its own pool. The caller closes it.
     *
     * @param threads the number of passwords that are hashed at the same time
     * @param queue the number of logins that may wait
     */
    public PasswordVerifier passwordVerifier(int threads, int queue) {
        return new PasswordVerifier(this, new PasswordPool(threads, queue), PasswordHash::matches);
    }

    boolean isEmpty() {
        return byName.isEmpty();
    }

    Optional<Account> named(String username) {
        return Optional.ofNullable(byName.get(username));
    }

    /**
     * The hash to check for an unknown name. The cost of a name is always the same, and the costs of all names are
     * distributed like those of the real users, so the cost does not reveal whether a name exists.
     */
    PasswordHash decoyFor(String username) {
        Argon2Parameters parameters = costs.isEmpty()
                ? Argon2Parameters.DEFAULT
                : costs.get(Math.floorMod(decoySeed ^ username.hashCode(), costs.size()));
        return PasswordHash.decoy(parameters);
    }

    /** Collects users. Not thread-safe. */
    public static final class Builder {

        private final Map<String, Account> byName = new LinkedHashMap<>();
        private final Set<String> ids = new HashSet<>();
        private final Set<Argon2Parameters> parameters = new HashSet<>();

        private Builder() {}

        /**
         * Adds a user.
         *
         * @param passwordHash a hash by {@link PasswordHasher#hash}
         * @throws IllegalArgumentException when a part is invalid, or the user id or name has been added before
         */
        public Builder add(String userId, String username, String passwordHash, Collection<String> roles) {
            reject("userId", AccountValidation.userIdFault(userId));
            reject("username", AccountValidation.usernameFault(username));
            reject("roles", AccountValidation.rolesFault(roles.size()));
            roles.forEach(role -> reject("role", AccountValidation.roleFault(role)));
            PasswordHash hash = PasswordHash.parse(passwordHash);
            parameters.add(hash.parameters());
            if (parameters.size() > MAX_PARAMETER_SETS) {
                throw new IllegalArgumentException(
                        "more than " + MAX_PARAMETER_SETS + " different sets of Argon2 parameters");
            }
            UserInfo user = new UserInfo(userId, username, Set.copyOf(roles));
            if (!ids.add(userId) || byName.putIfAbsent(username, new Account(user, hash)) != null) {
                throw new IllegalArgumentException("two users have the same user id or user name");
            }
            return this;
        }

        public UserAccounts build() {
            return new UserAccounts(byName);
        }

        private static void reject(String part, Optional<String> fault) {
            fault.ifPresent(text -> {
                throw new IllegalArgumentException(part + " " + text);
            });
        }
    }
}
