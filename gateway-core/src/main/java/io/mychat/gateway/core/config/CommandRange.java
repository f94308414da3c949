package io.mychat.gateway.core.config;

import io.mychat.gateway.spi.message.UnifiedMessage;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Command ids from {@code first} to {@code last}, both included; one id when they are equal. Written {@code 2001} or
 * {@code 6000-6099}.
 *
 * @since 0.1.0
 */
public record CommandRange(long first, long last) {

    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,9})(?:-([1-9][0-9]{0,9}))?");

    public CommandRange {
        if (first < 1 || first > last || last > UnifiedMessage.MAX_CMD_ID) {
            throw new IllegalArgumentException("command ids are 1 to " + UnifiedMessage.MAX_CMD_ID + ", first to last");
        }
    }

    /** One command id. */
    public static CommandRange single(long cmdId) {
        return new CommandRange(cmdId, cmdId);
    }

    public static Optional<CommandRange> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long first = Long.parseLong(matcher.group(1));
        long last = matcher.group(2) == null ? first : Long.parseLong(matcher.group(2));
        return first <= last && last <= UnifiedMessage.MAX_CMD_ID
                ? Optional.of(new CommandRange(first, last))
                : Optional.empty();
    }

    public boolean isSingle() {
        return first == last;
    }

    public boolean contains(long cmdId) {
        return cmdId >= first && cmdId <= last;
    }

    public boolean overlaps(CommandRange other) {
        return first <= other.last && other.first <= last;
    }

    @Override
    public String toString() {
        return isSingle() ? Long.toString(first) : first + "-" + last;
    }
}
