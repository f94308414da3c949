package io.mychat.gateway.auth;

import io.mychat.gateway.spi.message.TextLength;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.Optional;

/**
 * Checks the parts of an account. Each method returns what is wrong, without quoting the value; empty when it is valid.
 */
final class AccountValidation {

    static final int MAX_ROLES = 32;

    private static final int MAX_ROLE = 64;

    private AccountValidation() {}

    static Optional<String> userIdFault(String userId) {
        return fault(UserInfo.isValidUserId(userId), "must be 1 to 128 bytes of UTF-8 without control characters");
    }

    /** A user name has the same limits as a user id. */
    static Optional<String> usernameFault(String username) {
        return userIdFault(username);
    }

    static Optional<String> roleFault(String role) {
        boolean valid = TextLength.isAtMost(MAX_ROLE, role)
                && !role.isBlank()
                && role.codePoints().allMatch(AccountValidation::isWritable);
        return fault(valid, "must be 1 to " + MAX_ROLE + " characters without control characters");
    }

    private static boolean isWritable(int codePoint) {
        int type = Character.getType(codePoint);
        return type != Character.CONTROL && type != Character.SURROGATE;
    }

    static Optional<String> rolesFault(int count) {
        return fault(count <= MAX_ROLES, "must be at most " + MAX_ROLES + " roles");
    }

    private static Optional<String> fault(boolean valid, String message) {
        return valid ? Optional.empty() : Optional.of(message);
    }
}
