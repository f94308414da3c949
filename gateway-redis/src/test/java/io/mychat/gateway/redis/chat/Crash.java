package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import java.util.List;

/** A way to Redis on which the process ends at one call: from then on nothing is said any more. */
final class Crash implements RedisCalls {

    /** How much of the call happens. */
    enum When {
        BEFORE {
            @Override
            List<RedisCommand> happens(List<RedisCommand> commands) {
                return List.of();
            }
        },
        AFTER_THE_FIRST {
            @Override
            List<RedisCommand> happens(List<RedisCommand> commands) {
                return commands.subList(0, 1);
            }
        },
        AFTER_THE_LAST {
            @Override
            List<RedisCommand> happens(List<RedisCommand> commands) {
                return commands.subList(commands.size() - 1, commands.size());
            }
        },
        AFTER_ALL {
            @Override
            List<RedisCommand> happens(List<RedisCommand> commands) {
                return commands;
            }
        };

        abstract List<RedisCommand> happens(List<RedisCommand> commands);
    }

    /** The end of the process. */
    static final class Ended extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    private final RedisCalls redis;
    private final When when;
    private int left;

    /** @param atCall the call at which it happens, from 1 */
    Crash(RedisCalls redis, int atCall, When when) {
        this.redis = redis;
        this.left = atCall;
        this.when = when;
    }

    @Override
    public List<RedisReply> all(List<RedisCommand> commands) {
        left--;
        if (left > 0) {
            return redis.all(commands);
        }
        if (left == 0) {
            redis.all(when.happens(commands)).forEach(RedisReply::get);
        }
        throw new Ended();
    }
}
