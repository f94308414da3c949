package io.mychat.gateway.spi.message;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A handler with its name and its terms. Built by {@link #blocking} or {@link #async}; values are final.
 *
 * <p>The name is what a route in {@code router_config.json} refers to; the command ids are where the handler stands
 * when no route says otherwise.
 */
public final class HandlerDefinition {

    private final String name;
    private final @Nullable MessageHandler blockingHandler;
    private final @Nullable AsyncMessageHandler asyncHandler;
    private final Set<Long> commands;
    private final Sensitivity sensitivity;
    private final Set<String> roles;
    private final boolean concurrent;
    private final @Nullable Duration timeout;

    private HandlerDefinition(Builder builder) {
        this.name = builder.name;
        this.blockingHandler = builder.blockingHandler;
        this.asyncHandler = builder.asyncHandler;
        this.commands = Set.copyOf(builder.commands);
        this.sensitivity = builder.sensitivity;
        this.roles = Set.copyOf(builder.roles);
        this.concurrent = builder.concurrent;
        this.timeout = builder.timeout;
    }

    /** A handler that may block. */
    public static Builder blocking(String name, MessageHandler handler) {
        return new Builder(name, Objects.requireNonNull(handler, "handler"), null);
    }

    /** A handler that answers with a stage. */
    public static Builder async(String name, AsyncMessageHandler handler) {
        return new Builder(name, null, Objects.requireNonNull(handler, "handler"));
    }

    /** The name that routes use, unique in a gateway. */
    public String name() {
        return name;
    }

    /** The handler when it is a blocking one; exactly one of this and {@link #asyncHandler()} is not null. */
    public @Nullable MessageHandler blockingHandler() {
        return blockingHandler;
    }

    /** The handler when it is an asynchronous one. */
    public @Nullable AsyncMessageHandler asyncHandler() {
        return asyncHandler;
    }

    /** The command ids that it answers without any route. */
    public Set<Long> commands() {
        return commands;
    }

    /** What it asks of the session; {@link Sensitivity#NORMAL} unless said otherwise. */
    public Sensitivity sensitivity() {
        return sensitivity;
    }

    /** Roles of which the user needs at least one; empty: anybody. */
    public Set<String> roles() {
        return roles;
    }

    /** Whether messages of one session may be handled at the same time and answered out of order. */
    public boolean concurrent() {
        return concurrent;
    }

    /** Its own time limit, or null for the gateway's ({@code processing.task_timeout_ms}). */
    public @Nullable Duration timeout() {
        return timeout;
    }

    /** Collects the terms of one handler. Not safe for use by several threads. */
    public static final class Builder {
        private final String name;
        private final @Nullable MessageHandler blockingHandler;
        private final @Nullable AsyncMessageHandler asyncHandler;
        private final Set<Long> commands = new LinkedHashSet<>();
        private Sensitivity sensitivity = Sensitivity.NORMAL;
        private final Set<String> roles = new LinkedHashSet<>();
        private boolean concurrent;
        private @Nullable Duration timeout;

        private Builder(String name, @Nullable MessageHandler blocking, @Nullable AsyncMessageHandler async) {
            if (Objects.requireNonNull(name, "name").isBlank()) {
                throw new IllegalArgumentException("a handler needs a name");
            }
            this.name = name;
            this.blockingHandler = blocking;
            this.asyncHandler = async;
        }

        /** Adds a command id, 1 to 4294967295. */
        public Builder command(long cmdId) {
            if (cmdId < 1 || cmdId > UnifiedMessage.MAX_CMD_ID) {
                throw new IllegalArgumentException(
                        "cmdId must be 1 to " + UnifiedMessage.MAX_CMD_ID + ", not " + cmdId);
            }
            commands.add(cmdId);
            return this;
        }

        public Builder sensitivity(Sensitivity value) {
            this.sensitivity = Objects.requireNonNull(value, "sensitivity");
            return this;
        }

        /** Adds a role; a user needs at least one of those added. */
        public Builder role(String role) {
            roles.add(Objects.requireNonNull(role, "role"));
            return this;
        }

        /** Lets messages of one session overtake each other in this handler. */
        public Builder concurrent() {
            this.concurrent = true;
            return this;
        }

        /** Sets the handler's own time limit; positive. */
        public Builder timeout(Duration value) {
            if (Objects.requireNonNull(value, "timeout").isNegative() || value.isZero()) {
                throw new IllegalArgumentException("timeout must be positive, not " + value);
            }
            this.timeout = value;
            return this;
        }

        public HandlerDefinition build() {
            return new HandlerDefinition(this);
        }
    }
}
