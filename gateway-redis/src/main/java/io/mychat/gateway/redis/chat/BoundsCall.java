package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.chat.KnownInboxes.Known;
import io.mychat.gateway.redis.client.LuaScript;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.spi.chat.InboxPage;
import org.jspecify.annotations.Nullable;

/** The call that reads the bounds of an inbox, and what follows its answer. Used by one thread. */
public final class BoundsCall {

    private final Inboxes inboxes;
    private final String userId;
    private final Known seen;
    private final RedisCommand command;

    BoundsCall(Inboxes inboxes, String userId, Known seen, RedisCommand command) {
        this.inboxes = inboxes;
        this.userId = userId;
        this.seen = seen;
        this.command = command;
    }

    /** The script of each of these calls. */
    public static LuaScript script() {
        return Inboxes.READ;
    }

    /** The call. */
    public RedisCommand command() {
        return command;
    }

    /** Reads what the script has answered, and notes it as seen. */
    public InboxPage page(@Nullable Object answer) {
        return inboxes.page(userId, seen, answer);
    }
}
