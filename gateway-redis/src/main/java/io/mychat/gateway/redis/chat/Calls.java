package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.client.Command;
import io.mychat.gateway.redis.client.Deadline;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How this room calls Redis: {@link Redis#all}, or a test that ends between two calls. */
@FunctionalInterface
interface Calls {

    /** Runs commands: one round trip. */
    List<Reply> all(List<Command> commands);

    /** Runs one command. */
    default @Nullable Object call(Command command) {
        return all(List.of(command)).get(0).get();
    }

    /** The same for several round trips that have to end in time as a whole. */
    default Calls together() {
        return this;
    }

    static Calls of(Redis redis) {
        return new Calls() {
            @Override
            public List<Reply> all(List<Command> commands) {
                return redis.all(commands);
            }

            @Override
            public Calls together() {
                Deadline deadline = redis.deadline();
                return commands -> redis.all(commands, deadline);
            }
        };
    }
}
