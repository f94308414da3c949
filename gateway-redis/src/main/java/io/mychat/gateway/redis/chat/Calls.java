package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.client.Command;
import io.mychat.gateway.redis.client.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How this room calls Redis: {@link io.mychat.gateway.redis.client.Redis#all}, or a test that ends between two calls. */
@FunctionalInterface
interface Calls {

    /** Runs commands: one round trip. */
    List<Reply> all(List<Command> commands);

    /** Runs one command. */
    default @Nullable Object call(Command command) {
        return all(List.of(command)).get(0).get();
    }
}
