package io.mychat.gateway.spi.message;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A handler with its name and options. Built by {@link #blocking}, {@link #async}, {@link #payload} or {@link
 * #ofMethods}; immutable.
 *
 * <p>A route in {@code router_config.json} refers to the name. The handler answers its commands unless a route maps
 * them elsewhere.
 *
 * @since 0.1.0
 */
public final class HandlerDefinition {

    private final String name;
    private final @Nullable MessageHandler blockingHandler;
    private final @Nullable AsyncMessageHandler asyncHandler;
    private final @Nullable Payload<?> payload;
    private final Class<?> origin;
    private final Set<Long> commands;
    private final Sensitivity sensitivity;
    private final Set<String> roles;
    private final boolean concurrent;
    private final @Nullable Duration timeout;

    private HandlerDefinition(Builder builder) {
        this.name = builder.name;
        this.blockingHandler = builder.blockingHandler;
        this.asyncHandler = builder.asyncHandler;
        this.payload = builder.payload;
        this.origin = builder.origin;
        this.commands = Set.copyOf(builder.commands);
        this.sensitivity = builder.sensitivity;
        this.roles = Set.copyOf(builder.roles);
        this.concurrent = builder.concurrent;
        this.timeout = builder.timeout;
    }

    /** A handler that may block. */
    public static Builder blocking(String name, MessageHandler handler) {
        return new Builder(name, Objects.requireNonNull(handler, "handler"), null, null);
    }

    /** A handler that returns a {@link java.util.concurrent.CompletionStage}. */
    public static Builder async(String name, AsyncMessageHandler handler) {
        return new Builder(name, null, Objects.requireNonNull(handler, "handler"), null);
    }

    /**
     * A handler that gets the {@code data} of its messages as a record. The members have the names of the components in
     * snake case; unknown members are ignored. A component without a member is a fault unless it is marked {@code
     * Nullable}; so is a member of another JSON type, and an {@link IllegalArgumentException} of the record's
     * constructor, whose message the client sees. A faulty payload is answered with 400 {@code bad_payload} and the path
     * of the member.
     */
    public static <P extends Record> Builder payload(String name, Class<P> type, PayloadHandler<? super P> handler) {
        return new Builder(name, null, null, new Payload<>(type, handler));
    }

    /**
     * The handlers of an object: its public methods with a {@link Command}.
     *
     * @throws IllegalArgumentException when there is none, or one has a parameter that cannot be given
     */
    public static List<HandlerDefinition> ofMethods(Object bean) {
        return AnnotatedMethods.of(bean, bean.getClass());
    }

    /**
     * As {@link #ofMethods(Object)}, for an object whose class has lost the annotations, such as a proxy that a framework
     * has made of a subclass. The methods are called on the object.
     *
     * @param type the class with the annotations
     * @throws IllegalArgumentException also when the object is no instance of the type
     */
    public static List<HandlerDefinition> ofMethods(Object bean, Class<?> type) {
        return AnnotatedMethods.of(bean, type);
    }

    /** A handler and the record that it gets. */
    public record Payload<P extends Record>(Class<P> type, PayloadHandler<? super P> handler) {

        public Payload {
            if (!type.isRecord()) {
                throw new IllegalArgumentException(type.getName() + " is no record");
            }
            Objects.requireNonNull(handler, "handler");
        }
    }

    /** The same options with another handler, for decorators. */
    public HandlerDefinition withAsync(AsyncMessageHandler handler) {
        return as(async(name, handler));
    }

    /** As {@link #withAsync}, with a handler that may block. */
    public HandlerDefinition withBlocking(MessageHandler handler) {
        return as(blocking(name, handler));
    }

    private HandlerDefinition as(Builder copy) {
        copy.origin = origin;
        copy.sensitivity(sensitivity);
        commands.forEach(copy::command);
        roles.forEach(copy::role);
        if (concurrent) {
            copy.concurrent();
        }
        return (timeout == null ? copy : copy.timeout(timeout)).build();
    }

    /** The name that routes use, unique in a gateway. */
    public String name() {
        return name;
    }

    /** The blocking handler, or null; exactly one of this, {@link #asyncHandler()} and {@link
     * #payload()} is not null. */
    public @Nullable MessageHandler blockingHandler() {
        return blockingHandler;
    }

    /** The asynchronous handler, or null. */
    public @Nullable AsyncMessageHandler asyncHandler() {
        return asyncHandler;
    }

    /** The handler of records, or null. */
    public @Nullable Payload<?> payload() {
        return payload;
    }

    /** The class that handles the messages, for messages to people; decorators do not change it. */
    public Class<?> handlerClass() {
        return origin;
    }

    /** The command ids that it answers without a route. */
    public Set<Long> commands() {
        return commands;
    }

    /** The level of its commands; {@link Sensitivity#NORMAL} by default. */
    public Sensitivity sensitivity() {
        return sensitivity;
    }

    /** The user needs at least one of these roles; empty: every user is allowed. */
    public Set<String> roles() {
        return roles;
    }

    /** Whether messages of one session may be handled at the same time and answered out of order. */
    public boolean concurrent() {
        return concurrent;
    }

    /** The timeout of this handler; null: {@code processing.task_timeout_ms} applies. */
    public @Nullable Duration timeout() {
        return timeout;
    }

    /** Collects the options of one handler. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final @Nullable MessageHandler blockingHandler;
        private final @Nullable AsyncMessageHandler asyncHandler;
        private final @Nullable Payload<?> payload;
        private Class<?> origin;
        private final Set<Long> commands = new LinkedHashSet<>();
        private Sensitivity sensitivity = Sensitivity.NORMAL;
        private final Set<String> roles = new LinkedHashSet<>();
        private boolean concurrent;
        private @Nullable Duration timeout;

        private Builder(
                String name,
                @Nullable MessageHandler blocking,
                @Nullable AsyncMessageHandler async,
                @Nullable Payload<?> payload) {
            if (Objects.requireNonNull(name, "name").isBlank()) {
                throw new IllegalArgumentException("a handler needs a name");
            }
            this.name = name;
            this.blockingHandler = blocking;
            this.asyncHandler = async;
            this.payload = payload;
            this.origin = classOf(blocking, async, payload);
        }

        private static Class<?> classOf(
                @Nullable MessageHandler blocking, @Nullable AsyncMessageHandler async, @Nullable Payload<?> payload) {
            if (blocking != null) {
                return blocking.getClass();
            }
            return async != null
                    ? async.getClass()
                    : Objects.requireNonNull(payload).handler().getClass();
        }

        Builder madeOf(Class<?> type) {
            this.origin = type;
            return this;
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

        /** Adds a role. A user needs at least one of the added roles. */
        public Builder role(String role) {
            roles.add(Objects.requireNonNull(role, "role"));
            return this;
        }

        /** Allows messages of one session to be handled at the same time and answered out of order. */
        public Builder concurrent() {
            this.concurrent = true;
            return this;
        }

        /** Sets the timeout of this handler; positive. */
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
