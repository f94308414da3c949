package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.threads.AwaitedTask;
import io.mychat.gateway.core.threads.DroppedTaskException;
import io.mychat.gateway.core.threads.DroppedTasks;
import io.mychat.gateway.spi.codec.DecodedMessage;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.time.TimeSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * {@code process_message_async} of specification 3.4 for the host application: its messages take the way of frames, and
 * their replies go to the host. Thread-safe.
 *
 * <p>A session's queue bounds the messages that wait; what is beyond is refused, because a host cannot be left unread.
 */
public final class HostMessages {

    /** What a frame has besides its data. */
    private static final int ENVELOPE_BYTES = 64;

    private final ConnectionManager connections;
    private final MessageProcessor processor;
    private final Supplier<InboundLimits> limits;
    private final Dependencies dependencies;
    private final Set<Pending> waiting = ConcurrentHashMap.newKeySet();

    /** A message without an answer; two of them are never equal. */
    private static final class Pending {
        private final CompletableFuture<Reply> result = new CompletableFuture<>();
    }

    /**
     * What it needs besides the way of a message.
     *
     * @param nodeId the name of this gateway
     * @param maxMessageBytes the longest data, the same as for clients
     * @param replies completes the stages: code of the host depends on them
     */
    public record Dependencies(String nodeId, int maxMessageBytes, Executor replies, TimeSource time) {}

    public HostMessages(
            ConnectionManager connections,
            MessageProcessor processor,
            Supplier<InboundLimits> limits,
            Dependencies dependencies) {
        this.connections = connections;
        this.processor = processor;
        this.limits = limits;
        this.dependencies = dependencies;
    }

    /** See {@link io.mychat.gateway.core.GatewayServer#process}. */
    public CompletionStage<Reply> process(Session session, UnifiedMessage message) {
        int bytes = message.data().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > dependencies.maxMessageBytes()) {
            throw new IllegalArgumentException("data has " + bytes + " bytes, and a message may have "
                    + dependencies.maxMessageBytes() + " (server.max_message_bytes)");
        }
        if (!session.nodeId().equals(dependencies.nodeId())) {
            throw new IllegalArgumentException("the session " + session.id() + " is held by the gateway "
                    + session.nodeId() + ", not by this one");
        }
        ClientConnection client = connections.connection(session.id()).orElse(null);
        SessionQueue queue = client == null ? null : SessionQueue.of(client);
        if (queue == null || queue.client().sessionOrNull() == null) {
            return CompletableFuture.completedStage(StandardReplies.SESSION_ENDED);
        }
        long wait = queue.takeOfHost(limits.get(), dependencies.time().nanoTime());
        if (wait > 0) {
            return CompletableFuture.completedStage(StandardReplies.tooMany(Duration.ofMillis(wait)));
        }
        Pending pending = new Pending();
        waiting.add(pending);
        DecodedMessage.Envelope envelope = new DecodedMessage.Envelope(
                message.cmdId(), message.data(), message.platform(), message.requestId(), bytes + ENVELOPE_BYTES);
        processor.acceptOfHost(
                queue,
                QueuedMessage.Request.ofHost(envelope, dependencies.time().now(), reply -> complete(pending, reply)));
        return pending.result.minimalCompletionStage();
    }

    private void complete(Pending pending, Reply reply) {
        if (!waiting.remove(pending)) {
            return;
        }
        Answer answer = new Answer(pending, reply);
        try {
            dependencies.replies().execute(answer);
        } catch (RejectedExecutionException e) {
            DroppedTasks.soon(answer, stopped());
        }
    }

    /** Completes a stage of the host, on whatever thread there is. */
    private record Answer(Pending pending, Reply reply) implements AwaitedTask {

        @Override
        public void run() {
            pending.result.complete(reply);
        }

        @Override
        public void drop(DroppedTaskException reason) {
            run();
        }
    }

    private static DroppedTaskException stopped() {
        return new DroppedTaskException("the gateway has stopped");
    }

    /** Answers what still waits. Called when no handler runs any more. */
    public void close() {
        List<Answer> answers = new ArrayList<>();
        for (Pending pending : List.copyOf(waiting)) {
            if (waiting.remove(pending)) {
                answers.add(new Answer(pending, StandardReplies.DRAINING));
            }
        }
        DroppedTasks.atTheEnd(answers, stopped());
    }
}
