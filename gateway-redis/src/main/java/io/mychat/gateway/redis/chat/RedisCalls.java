package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.client.Deadline;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The calls of this package to Redis. In production they are {@link Redis#all}; a test replaces them to fail between two calls.
 */
@FunctionalInterface
interface RedisCalls {

    /** Runs commands in one round trip. */
    List<RedisReply> all(List<RedisCommand> commands);

    /** Runs one command. */
    default @Nullable Object call(RedisCommand command) {
        return all(List.of(command)).get(0).get();
    }

    /** Runs one command, a script, without holding the thread, where that is possible. What follows it must not block. */
    default CompletionStage<RedisReply> later(RedisCommand command) {
        return CompletableFuture.completedFuture(all(List.of(command)).get(0));
    }

    /** Whether {@link #later} never waits, neither for Redis nor for a thread that does. */
    default boolean neverWaitsLater() {
        return false;
    }

    /** Calls that share one deadline from now on, for an operation with several round trips. */
    default RedisCalls together() {
        return this;
    }

    static RedisCalls of(Redis redis) {
        return new RedisCalls() {
            @Override
            public List<RedisReply> all(List<RedisCommand> commands) {
                return redis.all(commands);
            }

            @Override
            public boolean neverWaitsLater() {
                return redis.neverWaitsLater();
            }

            @Override
            public RedisCalls together() {
                Deadline deadline = redis.deadline();
                return new RedisCalls() {
                    @Override
                    public List<RedisReply> all(List<RedisCommand> commands) {
                        return redis.all(commands, deadline);
                    }

                    @Override
                    public CompletionStage<RedisReply> later(RedisCommand command) {
                        return redis.later(command, deadline);
                    }
                };
            }
        };
    }
}
