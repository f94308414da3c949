package io.mychat.gateway.redis.failure;

import io.mychat.gateway.spi.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/** Why a command was not executed, and what that says about the server. */
public final class RedisFailure extends StoreUnavailableException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    public enum Kind {
        /** The server cannot be reached, or is in no state to serve. */
        UNREACHABLE,
        /**
         * The server works but refuses commands: it does not match the settings, grants too few rights, or takes no
         * writes. Calls continue, since others may succeed.
         */
        UNFIT,
        /**
         * The server serves what reads, and is a replica: it takes no writes. Behind sentinels, or in a cluster,
         * another one is the master.
         */
        READ_ONLY,
        /** No server was asked: this says nothing about any. */
        NOT_ASKED,
        /** The server works and refuses a single command, for example because a script has failed. */
        REFUSED,
        /** The key of a command that is no script has another type. */
        WRONG_TYPE,
        /** The key's slot moves, and was not found in time. */
        MOVING
    }

    public RedisFailure(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public RedisFailure(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Whether that is a failure of this kind. */
    public static boolean is(Kind kind, @Nullable Throwable failure) {
        return failure instanceof RedisFailure known && known.kind == kind;
    }
}
