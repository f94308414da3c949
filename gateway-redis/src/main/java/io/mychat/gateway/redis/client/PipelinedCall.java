package io.mychat.gateway.redis.client;

import io.mychat.gateway.spi.StoreUnavailableException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Commands of one caller that are sent together with those of others. Ends once, with an answer or failure for each command. */
final class PipelinedCall extends CompletableFuture<List<RedisReply>> {

    private final List<RedisCommand> commands;
    private final CallPipelines.Lane lane;
    private final long endedBefore;
    /** Guarded by the lane's lock. */
    private boolean begun;

    PipelinedCall(List<RedisCommand> commands, CallPipelines.Lane lane) {
        this.commands = commands;
        this.lane = lane;
        this.endedBefore = lane.ended();
    }

    List<RedisCommand> commands() {
        return commands;
    }

    /** A connection takes it; called with the lane's lock. */
    void begin() {
        begun = true;
    }

    /** Called with the lane's lock. */
    boolean hasBegun() {
        return begun;
    }

    /** Nobody will send it, or nobody waits for its answer any more. */
    void refuse(StoreUnavailableException failure) {
        lane.forget(this);
        boolean unused = completeExceptionally(failure);
    }

    /** Given up: it is not sent any more, unless it has been. */
    @Override
    public boolean cancel(boolean mayInterrupt) {
        boolean isCancelled = super.cancel(mayInterrupt);
        lane.forget(this);
        return isCancelled;
    }

    /** Whether the server is to blame when this call is late. */
    boolean blamesServer() {
        return lane.hangs(this, endedBefore);
    }
}
