package io.mychat.gateway.auth;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a shared secret must be: long enough (RFC 7518, section 3.2), and no placeholder, repeated or with digits added. */
final class SecretValidation {

    static final int MIN_BYTES = 32;

    /** What samples and tutorials say. Longer ones first, so that no half of one is left over. */
    private static final List<String> PLACEHOLDERS = List.of(
            "yoursecretkey",
            "yourjwtsecret",
            "supersecret",
            "placeholder",
            "changethis",
            "yoursecret",
            "replaceme",
            "jwtsecret",
            "secretkey",
            "changeit",
            "changeme");

    static final String HELP = "; make one with: openssl rand -base64 32";

    private SecretValidation() {}

    /** What is wrong with the secret, in words that do not quote it; empty when it will do. */
    static Optional<String> fault(String secret) {
        if (bytes(secret) < MIN_BYTES) {
            return Optional.of("must have at least " + MIN_BYTES + " bytes" + HELP);
        }
        String rest = letters(secret);
        for (String placeholder : PLACEHOLDERS) {
            rest = rest.replace(placeholder, "");
        }
        boolean onlyPlaceholders =
                secret.isBlank() || (rest.isEmpty() && !letters(secret).isEmpty());
        return onlyPlaceholders ? Optional.of("is a placeholder that anybody could guess" + HELP) : Optional.empty();
    }

    private static String letters(String text) {
        return text.toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(Character::isLetter)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
