package io.mychat.gateway.core.security.rate;

import io.mychat.gateway.core.config.CommandRange;
import io.mychat.gateway.core.config.security.CommandLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The limits of single commands of one configuration. A limit for one command takes precedence over one for a range.
 * Immutable.
 */
public final class CommandLimits {

    /** One command takes a minute's worth of units, so that a rate of one in a minute is one unit in a second. */
    static final long UNITS = 60;

    private final List<Limit> limits = new ArrayList<>();

    /** The rate that these commands share. */
    record Limit(CommandRange commands, RateLimit rate) {}

    public CommandLimits(Map<CommandRange, CommandLimit> configured) {
        configured.forEach((commands, limit) -> {
            if (limit.messagesPerMinute() > 0) {
                RateLimit rate = new RateLimit(limit.messagesPerMinute(), UNITS * limit.messageBurst());
                limits.add(commands.isSingle() ? 0 : limits.size(), new Limit(commands, rate));
            }
        });
    }

    /** The limit of a command; null: it has none. */
    @Nullable
    Limit of(long cmdId) {
        for (int i = 0; i < limits.size(); i++) {
            if (limits.get(i).commands().contains(cmdId)) {
                return limits.get(i);
            }
        }
        return null;
    }
}
