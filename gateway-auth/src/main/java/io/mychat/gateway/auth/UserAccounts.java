package io.mychat.gateway.auth;

import io.mychat.gateway.spi.auth.AccountChange;
import io.mychat.gateway.spi.auth.UserDirectory;
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
 * The users, with their passwords' hashes: an immutable snapshot, from a users file or from code. User names are
 * matched exactly.
 */
public final class UserAccounts implements UserDirectory {

    /** Each set of parameters costs its memory for as long as the JVM lives ({@link Argon2Parameters#derive}). */
    static final int MAX_PARAMETER_SETS = 4;

    private final Map<String, Account> byName;
    private final Map<String, Account> byId = new HashMap<>();
    private final List<Argon2Parameters> costs;
    private final int decoySeed = ThreadLocalRandom.current().nextInt();

    /** Of accounts whose names and ids are known to be unique. */
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

    /** What has become of these accounts in {@code next}, by user id. */
    Map<String, AccountChange> changesTo(UserAccounts next) {
        Map<String, AccountChange> changes = new HashMap<>();
        byId.forEach((userId, account) -> account.changeTo(Optional.ofNullable(next.byId.get(userId)))
                .ifPresent(change -> changes.put(userId, change)));
        return changes;
    }

    /** A verifier with as many threads as half of the processors, and a queue of 64. Whoever asks for it closes it. */
    public PasswordVerifier passwordVerifier() {
        return passwordVerifier(PasswordVerifier.defaultThreads(), PasswordVerifier.DEFAULT_QUEUE);
    }

    /**
     * A verifier with a pool of its own. Whoever asks for it closes it.
     *
     * @param threads how many passwords may be hashed at once
     * @param queue how many may wait
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
     * What to hash for a name that nobody has. One name always costs the same, and over all names the costs are spread
     * as those of the real users are: where users have different parameters, no cost gives a stranger away.
     */
    PasswordHash decoyFor(String username) {
        Argon2Parameters parameters = costs.isEmpty()
                ? Argon2Parameters.DEFAULT
                : costs.get(Math.floorMod(decoySeed ^ username.hashCode(), costs.size()));
        return PasswordHash.decoy(parameters);
    }

    /** Collects users. Not safe for use by several threads. */
    public static final class Builder {

        private final Map<String, Account> byName = new LinkedHashMap<>();
        private final Set<String> ids = new HashSet<>();
        private final Set<Argon2Parameters> parameters = new HashSet<>();

        private Builder() {}

        /**
         * Adds a user.
         *
         * @param passwordHash as {@link PasswordHasher#hash} makes it
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
                throw new IllegalArgumentException("two users have one user id or one user name");
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
