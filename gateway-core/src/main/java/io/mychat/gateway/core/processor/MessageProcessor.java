package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.codec.Decoded;
import io.mychat.gateway.core.codec.MessageEncoder;
import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.connection.MultiPlatformAuthManager;
import io.mychat.gateway.core.observe.Counters;
import io.mychat.gateway.core.router.Route;
import io.mychat.gateway.core.router.RouterManager;
import io.mychat.gateway.core.security.UserQuotas;
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
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MessageProcessor of specification 3.4, the conductor of a message's way: gate, route, handler, reply. Thread-safe.
 *
 * <p>What needs no waiting is answered on the connection's I/O thread; everything else runs on workers, within the bounds
 * of {@link ProcessingOptions}. Each session's messages keep their order in a {@link Lane}.
 */
public final class MessageProcessor implements MetricSource {

    private static final Logger log = LoggerFactory.getLogger(MessageProcessor.class);

    /** 1001 and 1002. */
    private static final Set<Long> LOGINS = Set.of(1001L, 1002L);

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
    public record Surroundings(
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
            Surroundings surroundings) {
        this.gate = new AuthenticationGate(router, platforms, connections);
        this.sessions = surroundings.sessions();
        this.encoder = encoder;
        ProcessingOptions options = surroundings.options();
        this.tasks = new TaskRunner(surroundings.workers(), options.maxConcurrentTasks(), options.taskQueueSize());
        this.counters = surroundings.counters();
        this.quotas = new QuotaGate(surroundings.quotas());
        this.time = surroundings.time();
    }

    /** Takes one message of a session. Called on the connection's I/O thread; does not block. */
    void accept(Lane lane, Work work) {
        if (lane.tryTakeTurn()) {
            lane.run(work);
        } else if (work instanceof Work.Command command) {
            lane.enqueue(tasks.tryAdmit() ? command : command.refused(OwnReplies.OVERLOADED));
        } else {
            lane.enqueue(work);
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

    /** One turn of a lane, see {@link Lane.Turn#begin}. */
    boolean begin(Lane lane, Work work, boolean waited) {
        ClientConnection client = lane.client();
        Session session = client.sessionOrNull();
        if (work instanceof Work.Answer answer) {
            answer(client, quotas.check(answer, session));
            return true;
        }
        Work.Command command = (Work.Command) work;
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
        return onTheSpot ? runImmediately(lane, command, pass.route(), waited) : submit(lane, command, pass, waited);
    }

    private GateVerdict verdict(Decoded.Envelope envelope, @Nullable Session session) {
        Reply overQuota = quotas.refusal(envelope.cmdId(), envelope.bytes(), session);
        if (overQuota != null) {
            return new GateVerdict.Refuse(overQuota);
        }
        return draining ? new GateVerdict.Refuse(OwnReplies.DRAINING) : gate.check(envelope.cmdId(), session);
    }

    private boolean runImmediately(Lane lane, Work.Command command, Route route, boolean waited) {
        withdraw(waited);
        Turn turn = new Turn(lane, command, true, false);
        Execution execution = turn.execution(route, null);
        turn.answered(execution, execution.runImmediately());
        turn.turnOver(execution, execution.actionsAfterReply());
        return true;
    }

    private boolean submit(Lane lane, Work.Command command, GateVerdict.Pass pass, boolean waited) {
        Decoded.Envelope envelope = command.envelope();
        if (!waited && !tasks.tryAdmit()) {
            reply(lane.client(), envelope.cmdId(), envelope.requestId(), OwnReplies.OVERLOADED, command.receivedAt());
            return true;
        }
        boolean detached = pass.route().concurrent() && lane.tryDetach();
        Turn turn = new Turn(lane, command, false, detached);
        turn.begin();
        Session confirm = pass.confirm() ? lane.client().sessionOrNull() : null;
        Execution execution = turn.execution(pass.route(), confirm).armed();
        try {
            tasks.submit(execution);
        } catch (RejectedExecutionException e) {
            execution.dropped();
            Reply refusal = draining ? OwnReplies.DRAINING : OwnReplies.OVERLOADED;
            reply(lane.client(), envelope.cmdId(), envelope.requestId(), refusal, command.receivedAt());
            turn.end();
            if (detached) {
                lane.detachedEnded();
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

    private void answer(ClientConnection client, Work.Answer answer) {
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
    private final class Turn implements Execution.Outcome {

        private final Lane lane;
        private final Work.Command command;
        private final boolean immediate;
        private final boolean detached;
        private boolean login;
        private int held;

        Turn(Lane lane, Work.Command command, boolean immediate, boolean detached) {
            this.lane = lane;
            this.command = command;
            this.immediate = immediate;
            this.detached = detached;
        }

        /** Counts what the message holds while a handler has it, in whole steps, and whether a login is being decided. */
        void begin() {
            ClientConnection client = lane.client();
            int bytes = command.envelope().bytes() / Lane.STEP * Lane.STEP;
            if (bytes > 0 && client.buffers().reserve(BufferAccount.Use.INBOUND, bytes)) {
                held = bytes;
            }
            login = client.sessionOrNull() == null
                    && LOGINS.contains(command.envelope().cmdId());
            if (login) {
                client.loginUnderWay(true);
            }
        }

        void end() {
            ClientConnection client = lane.client();
            if (held > 0) {
                client.buffers().release(BufferAccount.Use.INBOUND, held);
            }
            if (login) {
                client.loginUnderWay(false);
            }
        }

        Execution execution(Route route, @Nullable Session confirm) {
            Session session = lane.client().sessionOrNull();
            Decoded.Envelope envelope = command.envelope();
            UnifiedMessage message = new UnifiedMessage(
                    envelope.cmdId(),
                    lane.client().id(),
                    session == null ? "" : session.userId(),
                    envelope.data(),
                    session == null ? envelope.platform() : session.device().platform(),
                    command.receivedAt(),
                    envelope.requestId());
            return new Execution(message, route, confirm, new Execution.Surroundings(session, sessions, time), this);
        }

        @Override
        public boolean confirm(Session session) {
            return gate.confirm(session);
        }

        @Override
        public void answered(Execution execution, Reply reply) {
            UnifiedMessage message = execution.message();
            reply(lane.client(), message.cmdId(), message.requestId(), reply, command.receivedAt());
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
                lane.detachedEnded();
            } else if (!immediate) {
                lane.turnEnded();
            }
        }

        @Override
        public void sessionEnded() {
            lane.client().close(CloseReason.UNAUTHORIZED, "session_ended");
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
