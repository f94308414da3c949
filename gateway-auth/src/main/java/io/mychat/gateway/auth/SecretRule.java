package io.mychat.gateway.auth;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a shared secret must be: long enough (RFC 7518, section 3.2), and not what documentation and samples say. */
final class SecretRule {

    static final int MIN_BYTES = 32;

    private static final int MIN_OTHER_BYTES = 16;
    private static final int MIN_DISTINCT = 8;

    /** Longer ones first, so that no half of one is left over. */
    private static final List<String> PLACEHOLDERS = List.of(
            "yoursecretkey",
            "yourjwtsecret",
            "replacewith",
            "changeit",
            "changeme",
            "changethis",
            "replaceme",
            "supersecret",
            "placeholder",
            "yoursecret",
            "jwtsecret",
            "secretkey",
            "password",
            "insecure",
            "production",
            "default",
            "example",
            "gateway",
            "mychat",
            "secret",
            "please",
            "change",
            "before",
            "token",
            "admin",
            "your",
            "test",
            "demo",
            "jwt",
            "key",
            "xxx");

    static final String HELP = "; make one with: openssl rand -base64 32";

    private SecretRule() {}

    /** What is wrong with the secret, in words that do not quote it; empty when it will do. */
    static Optional<String> fault(String secret) {
        if (bytes(secret) < MIN_BYTES) {
            return Optional.of("must have at least " + MIN_BYTES + " bytes" + HELP);
        }
        String plain = lettersAndDigits(secret);
        String rest = plain;
        for (String placeholder : PLACEHOLDERS) {
            rest = rest.replace(placeholder, "");
        }
        if (isMonotonous(plain) || isMonotonous(rest) || bytes(rest) < MIN_OTHER_BYTES) {
            return Optional.of("is a placeholder or a repetition that anybody could guess" + HELP);
        }
        return Optional.empty();
    }

    private static String lettersAndDigits(String text) {
        return text.toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Whether {@code text} has few different characters, or is one piece said at least twice. */
    private static boolean isMonotonous(String text) {
        if (text.chars().distinct().count() < MIN_DISTINCT) {
            return true;
        }
        for (int period = 1; period <= text.length() / 2; period++) {
            if (text.regionMatches(period, text, 0, text.length() - period)) {
                return true;
            }
        }
        return false;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
