package io.mychat.gateway.redis.client;

import io.mychat.gateway.redis.failure.RedisFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Sends calls to one server in one round trip and gives each its answers. What the server refused for the moment, because
 * it does not know a script or a slot moves, is sent again on the pool's connections, which may take longer. Thread-safe;
 * blocks.
 */
final class PipelinedExchange implements BiConsumer<String, List<PipelinedCall>> {

    private final CommandExecutor commandExecutor;
    private final CallBulkhead pool;
    private final boolean isCluster;

    /** @param isCluster whether a command may be sent to another server when this one does not answer */
    PipelinedExchange(CommandExecutor commandExecutor, CallBulkhead pool, boolean isCluster) {
        this.commandExecutor = commandExecutor;
        this.pool = pool;
        this.isCluster = isCluster;
    }

    @Override
    public void accept(String server, List<PipelinedCall> calls) {
        List<RedisCommand> all = new ArrayList<>(calls.size());
        calls.forEach(call -> all.addAll(call.commands()));
        List<Object> raw;
        try {
            raw = commandExecutor.sendTogether(all);
        } catch (JedisException e) {
            calls.forEach(call -> failed(server, call, e));
            return;
        }
        int from = 0;
        for (PipelinedCall call : calls) {
            List<RedisCommand> commands = call.commands();
            List<Object> answers = raw.subList(from, from + commands.size());
            from += commands.size();
            if (CommandExecutor.hasRepetitions(answers)) {
                onPool(server, call, () -> commandExecutor.answers(commands, answers));
            } else {
                boolean unused = call.complete(commandExecutor.answers(commands, answers));
            }
        }
    }

    /** In a cluster Jedis looks for the key's server once more, as for a single command without others. */
    private void failed(String server, PipelinedCall call, JedisException e) {
        if (isCluster && call.commands().size() == 1) {
            onPool(server, call, () -> commandExecutor.run(call.commands()));
        } else {
            boolean unused = call.complete(commandExecutor.failed(call.commands(), e));
        }
    }

    private void onPool(String server, PipelinedCall call, Supplier<List<RedisReply>> rest) {
        try {
            Future<Boolean> unused = pool.submit(server, () -> call.isDone() || complete(call, rest));
        } catch (RedisFailure e) {
            boolean unused = call.completeExceptionally(e);
        }
    }

    private static boolean complete(PipelinedCall call, Supplier<List<RedisReply>> rest) {
        try {
            return call.complete(rest.get());
        } catch (Throwable e) { // whatever it is, the caller learns of it
            return call.completeExceptionally(e);
        }
    }
}
