package io.mychat.gateway.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The requests of one connection that wait for their replies. Its futures complete on the serial queue, before the next frame is read. */
final class Requests {

    private final Environment environment;
    private final Map<String, Pending> pending = new HashMap<>();
    private long next = 1;

    private record Pending(long cmdId, CompletableFuture<Frame> reply, Environment.Timer timer) {}

    Requests(Environment environment) {
        this.environment = environment;
    }

    /** Sends a frame with an id of its own, and waits for the reply with this id. */
    CompletableFuture<Frame> send(Connection connection, Frame.Request frame, long timeoutMs) {
        String id = "r" + next++;
        long cmdId = frame.cmdId();
        CompletableFuture<Frame> reply = new CompletableFuture<>();
        Environment.Timer timer = environment.after(timeoutMs, () -> {
            pending.remove(id);
            reply.completeExceptionally(GatewayException.local(
                    GatewayException.TIMEOUT, "no reply to " + cmdId + " within " + timeoutMs + " ms"));
        });
        pending.put(id, new Pending(cmdId, reply, timer));
        connection.send(frame.numbered(id));
        return reply;
    }

    /** Returns whether the frame is the reply to a request. */
    boolean receive(Frame frame) {
        @Nullable Pending request = frame.requestId() == null ? null : pending.get(frame.requestId());
        if (request == null || request.cmdId() != frame.cmdId() || frame.code().isEmpty()) {
            return false;
        }
        pending.remove(frame.requestId());
        request.timer().cancel();
        int code = (int) frame.code().getAsLong();
        if (code == 200) {
            request.reply().complete(frame);
        } else {
            request.reply().completeExceptionally(GatewayException.of(code, frame.fields()));
        }
        return true;
    }

    /** The connection has ended. */
    void fail(GatewayException error) {
        List<Pending> all = new ArrayList<>(pending.values());
        pending.clear();
        for (Pending request : all) {
            request.timer().cancel();
            request.reply().completeExceptionally(error);
        }
    }
}
