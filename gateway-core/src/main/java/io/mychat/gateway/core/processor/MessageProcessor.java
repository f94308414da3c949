package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.codec.Decoded;
import io.mychat.gateway.core.codec.MessageEncoder;
import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.connection.MultiPlatformAuthManager;
import io.mychat.gateway.core.observe.Counters;
import io.mychat.gateway.core.protocol.Command;
import io.mychat.gateway.core.router.Route;
import io.mychat.gateway.core.router.RouterManager;
import io.mychat.gateway.core.security.rate.UserQuotas;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.RequestId;
import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.Sessions;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.BufferAccount;
import io.mychat.gateway.spi.transport.CloseReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MessageProcessor and CoroMessageProcessor of specification 3.4: takes a message through gate, route, handler and reply.
 * Thread-safe.
 *
 * <p>Work that cannot block is done on the connection's I/O thread. All other work runs on workers, which take the place
 * of the specification's coroutines, within the bounds of {@link ProcessingOptions}. Each session's messages keep their
 * order in a {@link SessionQueue}.
 */
public final class MessageProcessor implements MetricSource {

    private static final Logger log = LoggerFactory.getLogger(MessageProcessor.class);

    private final AuthenticationGate gate;
    private final Sessions sessions;
    private final MessageEncoder encoder;
    private final TaskRunner tasks;
    private final Counters counters;
    private final QuotaGate quotas;
    private final TimeSource time;

    private volatile boolean draining;

    /**
     * What the processor lives in.
     *
     * @param workers runs handlers; one thread a task where the JVM has virtual threads
     * @param sessions what handlers get
     * @param quotas what users may send over all their sessions
     */
    public record Dependencies(
            ProcessingOptions options,
            Executor workers,
            Counters counters,
            Sessions sessions,
            UserQuotas quotas,
            TimeSource time) {}

    public MessageProcessor(
            RouterManager router,
            MultiPlatformAuthManager platforms,
            ConnectionManager connections,
            MessageEncoder encoder,
            Dependencies dependencies) {
        this.gate = new AuthenticationGate(router, platforms, connections);
        this.sessions = dependencies.sessions();
        this.encoder = encoder;
        ProcessingOptions options = dependencies.options();
        this.tasks = new TaskRunner(dependencies.workers(), options.maxConcurrentTasks(), options.taskQueueSize());
        this.counters = dependencies.counters();
        this.quotas = new QuotaGate(dependencies.quotas());
        this.time = dependencies.time();
    }

    /** Takes one message of a session. Called on the connection's I/O thread; does not block. */
    void accept(SessionQueue sessionQueue, QueuedMessage queuedMessage) {
        if (sessionQueue.tryTakeTurn()) {
            sessionQueue.run(queuedMessage);
        } else if (queuedMessage instanceof QueuedMessage.Command command) {
            sessionQueue.enqueue(tasks.tryAdmit() ? command : command.refused(StandardReplies.OVERLOADED));
        } else {
            sessionQueue.enqueue(queuedMessage);
        }
    }

    /** Other bounds for all sessions together; what has been taken on stays. */
    public void resize(ProcessingOptions options) {
        tasks.resize(options.maxConcurrentTasks(), options.taskQueueSize());
    }

    /** From now on new commands are answered with 503. */
    public void drain() {
        draining = true;
    }

    /** Waits until no handler runs and no message waits; false when that takes longer. */
    public boolean awaitIdle(Duration atMost) throws InterruptedException {
        return tasks.awaitIdle(atMost.toNanos());
    }

    /** Handlers at work. */
    public int running() {
        return tasks.running();
    }

    /** Messages that wait for a handler. */
    public int waiting() {
        return tasks.waiting();
    }

    /** Messages that wait for nothing but a slot. */
    public int ready() {
        return tasks.ready();
    }

    /** Handlers that have ended since the start. */
    public long done() {
        return tasks.done();
    }

    @Override
    public List<Metric> metrics() {
        return tasks.metrics();
    }

    /** Where the rooms of a message's way count. */
    Counters counters() {
        return counters;
    }

    /** One turn of a lane, see {@link SessionQueue.Permit#begin}. */
    boolean begin(SessionQueue sessionQueue, QueuedMessage queuedMessage, boolean waited) {
        ClientConnection client = sessionQueue.client();
        Session session = client.sessionOrNull();
        if (queuedMessage instanceof QueuedMessage.Answer answer) {
            answer(client, quotas.check(answer, session));
            return true;
        }
        QueuedMessage.Command command = (QueuedMessage.Command) queuedMessage;
        if (client.isClosing()) {
            withdraw(waited);
            return true;
        }
        Decoded.Envelope envelope = command.envelope();
        GateVerdict verdict = verdict(envelope, session);
        if (verdict instanceof GateVerdict.Refuse refuse) {
            withdraw(waited);
            reply(client, envelope.cmdId(), envelope.requestId(), refuse.reply(), command.receivedAt());
            return true;
        }
        GateVerdict.Pass pass = (GateVerdict.Pass) verdict;
        boolean onTheSpot = pass.route().isImmediate() && !pass.confirm();
        return onTheSpot
                ? runImmediately(sessionQueue, command, pass.route(), waited)
                : submit(sessionQueue, command, pass, waited);
    }

    private GateVerdict verdict(Decoded.Envelope envelope, @Nullable Session session) {
        Reply overQuota = quotas.refusal(envelope.cmdId(), envelope.bytes(), session);
        if (overQuota != null) {
            return new GateVerdict.Refuse(overQuota);
        }
        return draining ? new GateVerdict.Refuse(StandardReplies.DRAINING) : gate.check(envelope.cmdId(), session);
    }

    private boolean runImmediately(
            SessionQueue sessionQueue, QueuedMessage.Command command, Route route, boolean waited) {
        withdraw(waited);
        Invocation invocation = new Invocation(sessionQueue, command, true, false);
        Execution execution = invocation.execution(route, null);
        invocation.answered(execution, execution.runImmediately());
        invocation.turnOver(execution, execution.actionsAfterReply());
        return true;
    }

    private boolean submit(
            SessionQueue sessionQueue, QueuedMessage.Command command, GateVerdict.Pass pass, boolean waited) {
        Decoded.Envelope envelope = command.envelope();
        if (!waited && !tasks.tryAdmit()) {
            reply(
                    sessionQueue.client(),
                    envelope.cmdId(),
                    envelope.requestId(),
                    StandardReplies.OVERLOADED,
                    command.receivedAt());
            return true;
        }
        boolean detached = pass.route().concurrent() && sessionQueue.tryDetach();
        Invocation invocation = new Invocation(sessionQueue, command, false, detached);
        invocation.begin();
        Session confirm = pass.confirm() ? sessionQueue.client().sessionOrNull() : null;
        Execution execution = invocation.execution(pass.route(), confirm).armed();
        try {
            tasks.submit(execution);
        } catch (RejectedExecutionException e) {
            execution.dropped();
            Reply refusal = draining ? StandardReplies.DRAINING : StandardReplies.OVERLOADED;
            reply(sessionQueue.client(), envelope.cmdId(), envelope.requestId(), refusal, command.receivedAt());
            invocation.end();
            if (detached) {
                sessionQueue.detachedEnded();
            }
            return true;
        }
        return detached;
    }

    private void withdraw(boolean waited) {
        if (waited) {
            tasks.withdraw();
        }
    }

    private void answer(ClientConnection client, QueuedMessage.Answer answer) {
        reply(client, answer.request().cmdId(), answer.request().requestId(), answer.reply(), answer.receivedAt());
        CloseReason then = answer.then();
        if (then == CloseReason.RATE_EXCEEDED) {
            client.close(then, "rate_exceeded");
        } else if (then != null) {
            client.close(then);
        }
    }

    private void reply(
            ClientConnection client, long cmdId, @Nullable RequestId requestId, Reply reply, Instant receivedAt) {
        Instant now = time.now();
        counters.answered(reply.code(), Duration.between(receivedAt, now));
        client.reply(encoder.reply(cmdId, requestId, reply, client.identity(), now));
    }

    /** One command in its turn: where its execution reports to. */
    private final class Invocation implements Execution.Outcome {

        private final SessionQueue sessionQueue;
        private final QueuedMessage.Command command;
        private final boolean immediate;
        private final boolean detached;
        private boolean login;
        private int held;

        Invocation(SessionQueue sessionQueue, QueuedMessage.Command command, boolean immediate, boolean detached) {
            this.sessionQueue = sessionQueue;
            this.command = command;
            this.immediate = immediate;
            this.detached = detached;
        }

        /** Counts what the message holds while a handler has it, in whole steps, and whether a login is being decided. */
        void begin() {
            ClientConnection client = sessionQueue.client();
            int bytes = command.envelope().bytes() / SessionQueue.STEP * SessionQueue.STEP;
            if (bytes > 0 && client.buffers().reserve(BufferAccount.Use.INBOUND, bytes)) {
                held = bytes;
            }
            login = client.sessionOrNull() == null
                    && Command.isLogin(command.envelope().cmdId());
            if (login) {
                client.loginUnderWay(true);
            }
        }

        void end() {
            ClientConnection client = sessionQueue.client();
            if (held > 0) {
                client.buffers().release(BufferAccount.Use.INBOUND, held);
            }
            if (login) {
                client.loginUnderWay(false);
            }
        }

        Execution execution(Route route, @Nullable Session confirm) {
            Session session = sessionQueue.client().sessionOrNull();
            Decoded.Envelope envelope = command.envelope();
            UnifiedMessage message = new UnifiedMessage(
                    envelope.cmdId(),
                    sessionQueue.client().id(),
                    session == null ? "" : session.userId(),
                    envelope.data(),
                    session == null ? envelope.platform() : session.device().platform(),
                    command.receivedAt(),
                    envelope.requestId());
            return new Execution(message, route, confirm, new Execution.Dependencies(session, sessions, time), this);
        }

        @Override
        public boolean confirm(Session session) {
            return gate.confirm(session);
        }

        @Override
        public void answered(Execution execution, Reply reply) {
            UnifiedMessage message = execution.message();
            reply(sessionQueue.client(), message.cmdId(), message.requestId(), reply, command.receivedAt());
        }

        @Override
        public void turnOver(Execution execution, List<Runnable> after) {
            for (Runnable action : after) {
                try {
                    action.run();
                } catch (Throwable e) {
                    // Errors too: the session's turn must end.
                    log.error(
                            "An action after the reply to {} failed",
                            execution.message().cmdId(),
                            e);
                }
            }
            end();
            if (detached) {
                sessionQueue.detachedEnded();
            } else if (!immediate) {
                sessionQueue.turnEnded();
            }
        }

        @Override
        public void sessionEnded() {
            sessionQueue.client().close(CloseReason.UNAUTHORIZED, "session_ended");
        }

        @Override
        public void elsewhere(Runnable action) {
            tasks.elsewhere(action);
        }

        @Override
        public void slotFree() {
            tasks.finished();
        }
    }
}
