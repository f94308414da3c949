package io.mychat.gateway.auth;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Checks a shared secret: long enough (RFC 7518, section 3.2), and not a placeholder, also not repeated or with digits.
 */
final class SecretValidation {

    static final int MIN_BYTES = 32;

    /**
     * Placeholders of samples and tutorials, longer ones first, so that a part of a longer one does not match alone.
     */
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

    /** The fault of a secret, without quoting it; empty when the secret is acceptable. */
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
        return onlyPlaceholders ? Optional.of("is a well-known placeholder" + HELP) : Optional.empty();
    }

    private static String letters(String text) {
        StringBuilder letters = new StringBuilder();
        String lower = text.toLowerCase(Locale.ROOT);
        for (int i = 0; i < lower.length(); i += Character.charCount(lower.codePointAt(i))) {
            if (Character.isLetter(lower.codePointAt(i))) {
                letters.appendCodePoint(lower.codePointAt(i));
            }
        }
        return letters.toString();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
