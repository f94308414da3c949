package io.mychat.gateway.redis.failure;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The right that Redis reports as missing, as far as it names it; the releases of Redis use different texts. */
record MissingPermission(String what) {

    private static final Pattern COMMAND = Pattern.compile("run the '([A-Za-z|._-]{1,40})' command");

    /** @param refusal the answer of Redis */
    static Optional<MissingPermission> in(String refusal) {
        String text = refusal.toLowerCase(Locale.ROOT);
        boolean inScript =
                text.contains("the user executing the script can't") || text.contains("acl failure in script");
        if (!inScript && !text.startsWith("noperm")) {
            return Optional.empty();
        }
        String where = inScript ? " in a script" : "";
        Matcher command = COMMAND.matcher(refusal);
        if (command.find()) {
            return Optional.of(new MissingPermission("to run '" + command.group(1) + "'" + where));
        }
        if (text.contains("channel")) {
            return Optional.of(new MissingPermission("to a channel" + where));
        }
        if (text.contains("key")) {
            return Optional.of(new MissingPermission("to a key" + where));
        }
        return Optional.of(new MissingPermission("to run a command" + where));
    }

    @Override
    public String toString() {
        return "Redis's user lacks the right " + what
                + "; README.md of gateway-redis has the rule that it needs, ACL LOG in Redis the case";
    }
}
