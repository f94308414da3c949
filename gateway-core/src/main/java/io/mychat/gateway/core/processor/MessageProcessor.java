package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.codec.ReplyBuffers;
import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.connection.MultiPlatformAuthManager;
import io.mychat.gateway.core.observe.Counters;
import io.mychat.gateway.core.router.Route;
import io.mychat.gateway.core.router.RouterManager;
import io.mychat.gateway.core.security.rate.MessageQuotas;
import io.mychat.gateway.core.threads.FaultBarrier;
import io.mychat.gateway.core.tracelog.TraceRecorder;
import io.mychat.gateway.spi.codec.DecodedMessage;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.event.RateLimitedLogs;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.Sessions;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MessageProcessor and CoroMessageProcessor of specification 3.4: takes a message through gate, route, handler and
 * reply. Thread-safe.
 *
 * <p>Control goes one way. A message comes by {@link #accept} when the session's turn is free, else from the session's
 * {@link SessionQueue}. The gate returns a verdict, the {@link HandlerInvoker} returns a reply or a stage, and the
 * {@link Responder} sends the reply. A command in progress is one {@link Invocation}; its state decides who answers it.
 * Work that cannot block is done on the connection's I/O thread. All other work runs on workers, which take the place
 * of the specification's coroutines, within the bounds of {@link ProcessingOptions}.
 *
 * <p>Longer than 300 lines because it is the one place that shows the way of a message.
 */
public final class MessageProcessor {

    private static final Logger log = LoggerFactory.getLogger(MessageProcessor.class);

    private final AuthenticationGate gate;
    private final Sessions sessions;
    private final HandlerInvoker handlers;
    private final Responder responder;
    private final TaskRunner tasks;
    private final QuotaGate quotas;
    private final TimeSource time;
    private final RateLimitedLog failedActions;
    private final RateLimitedLogs unsent;

    private volatile boolean draining;

    /**
     * The processor's further dependencies.
     *
     * @param tasks runs handlers
     * @param sessions given to handlers by their context
     * @param quotas the quotas of each user over all the user's sessions
     * @param recorder records the answers to users who are traced
     */
    public record Dependencies(
            TaskRunner tasks,
            Counters counters,
            Sessions sessions,
            MessageQuotas quotas,
            TraceRecorder recorder,
            TimeSource time) {}

    public MessageProcessor(
            RouterManager router,
            MultiPlatformAuthManager platforms,
            ConnectionManager connections,
            Dependencies dependencies) {
        this.gate = new AuthenticationGate(router, platforms, connections);
        this.sessions = dependencies.sessions();
        this.handlers = new HandlerInvoker(gate, dependencies.time());
        this.responder =
                new Responder(dependencies.counters(), new AnswerRecord(dependencies.recorder()), dependencies.time());
        this.tasks = dependencies.tasks();
        this.quotas = new QuotaGate(dependencies.quotas());
        this.time = dependencies.time();
        this.failedActions = RateLimitedLog.withCauses(log::error, time);
        this.unsent = new RateLimitedLogs(log::error, time);
    }

    /** Takes one message of a session. Called on the connection's I/O thread; does not block. */
    void accept(SessionQueue queue, QueuedMessage message) {
        if (queue.tryTakeTurn()) {
            proceed(queue, message, false);
            return;
        }
        boolean overloaded = message instanceof QueuedMessage.Request && !tasks.tryAdmit();
        QueuedMessage waiting =
                overloaded ? ((QueuedMessage.Request) message).refused(StandardReplies.OVERLOADED) : message;
        if (queue.enqueue(waiting)) {
            proceed(queue, waiting, true);
        }
    }

    /** Takes a message of the host application. Does not block; what finds no place is answered at once. */
    void acceptOfHost(SessionQueue queue, QueuedMessage.Request message) {
        if (queue.tryTakeTurn()) {
            proceed(queue, message, false);
        } else if (!queue.hasRoom() || !tasks.tryAdmit()) {
            responder.refuse(queue.client(), message, StandardReplies.OVERLOADED);
        } else if (queue.enqueue(message)) {
            proceed(queue, message, true);
        }
    }

    ReplyBuffers replyBuffers() {
        return responder.buffers();
    }

    /** From now on new commands are answered with 503. */
    public void drain() {
        draining = true;
    }

    /**
     * Handles a session's messages, one after the other, until one continues on a worker or none is left.
     *
     * @param first the message that has the turn; null: there is none
     * @param admitted whether the first message holds an admission; every command that waited in the queue holds one
     */
    private void proceed(SessionQueue queue, @Nullable QueuedMessage first, boolean admitted) {
        QueuedMessage message = first;
        boolean isAdmitted = admitted;
        while (message != null && handle(queue, message, isAdmitted)) {
            message = queue.next();
            isAdmitted = true;
        }
    }

    /** Returns whether the message's turn has ended; else the turn ends with the command's answer. */
    private boolean handle(SessionQueue queue, QueuedMessage message, boolean admitted) {
        ClientConnection client = queue.client();
        Session session = client.sessionOrNull();
        if (message instanceof QueuedMessage.Answer answer) {
            responder.answer(client, quotas.check(answer, session));
            return true;
        }
        QueuedMessage.Request command = (QueuedMessage.Request) message;
        if (client.isClosing()) {
            withdraw(admitted);
            responder.unheard(client, command);
            return true;
        }
        GateVerdict verdict = verdict(command.envelope(), session);
        if (verdict instanceof GateVerdict.Refuse refuse) {
            withdraw(admitted);
            responder.refuse(client, command, refuse.reply());
            return true;
        }
        GateVerdict.Pass pass = (GateVerdict.Pass) verdict;
        Invocation invocation = new Invocation(queue, command, pass.route(), sessions);
        if (pass.route().isImmediate() && !pass.confirm()) {
            withdraw(admitted);
            Reply reply = handlers.invokeImmediate(invocation);
            ReadBatch batch = command.batch();
            if (batch == null || admitted) { // what has waited may be handled after the read, and on another thread
                responder.reply(invocation, reply);
            } else {
                responder.reply(invocation, reply, batch);
            }
            runAll(invocation.actions());
            return true;
        }
        return submit(invocation, pass.confirm(), admitted);
    }

    private GateVerdict verdict(DecodedMessage.Envelope envelope, @Nullable Session session) {
        Reply overQuota = quotas.refusal(envelope.cmdId(), envelope.bytes(), session);
        if (overQuota != null) {
            return new GateVerdict.Refuse(overQuota);
        }
        return draining ? new GateVerdict.Refuse(StandardReplies.DRAINING) : gate.check(envelope.cmdId(), session);
    }

    private void withdraw(boolean admitted) {
        if (admitted) {
            tasks.withdraw();
        }
    }

    /** Hands a command to the workers. Returns whether its turn has ended. */
    private boolean submit(Invocation invocation, boolean confirm, boolean admitted) {
        if (!admitted && !tasks.tryAdmit()) {
            responder.refuse(invocation, StandardReplies.OVERLOADED);
            return true;
        }
        invocation.occupy();
        invocation.arm(time, () -> timedOut(invocation));
        if (!confirm && invocation.route().beginsInPlace() && tasks.tryStart()) {
            return beginInPlace(invocation) || invocation.isDetached();
        }
        try {
            tasks.submit(new HandlerTask(invocation, confirm));
        } catch (RejectedExecutionException e) {
            if (!invocation.refuse()) {
                // The time-out was first, and the turn has ended with its answer.
                return false;
            }
            Reply refusal = draining ? StandardReplies.DRAINING : StandardReplies.OVERLOADED;
            responder.refuse(invocation, refusal);
            invocation.vacate();
            return true;
        }
        return invocation.isDetached();
    }

    /** Begins a command on this thread. The command has a slot. Returns whether its turn has ended on this thread. */
    private boolean beginInPlace(Invocation invocation) {
        boolean turnEnded;
        invocation.beginsInPlace();
        try {
            work(invocation, false, false);
        } finally {
            turnEnded = invocation.begun();
        }
        return turnEnded;
    }

    /** A command in a slot of the {@link TaskRunner}. */
    private final class HandlerTask implements TaskRunner.Task {

        private final Invocation invocation;
        private final boolean confirm;

        HandlerTask(Invocation invocation, boolean confirm) {
            this.invocation = invocation;
            this.confirm = confirm;
        }

        @Override
        public void run() {
            work(invocation, confirm, true);
        }

        @Override
        public void refused() {
            if (invocation.refuse()) {
                conclude(invocation, StandardReplies.OVERLOADED);
            }
        }
    }

    /**
     * Runs a command on this thread. The command has a slot.
     *
     * @param isWorker whether the thread may be interrupted when the time limit passes
     */
    private void work(Invocation invocation, boolean confirm, boolean isWorker) {
        if (!invocation.start(isWorker)) {
            tasks.finished();
            return;
        }
        try {
            HandlerInvoker.Result result =
                    handlers.invoke(invocation, confirm ? invocation.session() : Optional.empty());
            if (result instanceof HandlerInvoker.Result.Pending pending) {
                follow(invocation, pending.stage());
            } else {
                answer(invocation, ((HandlerInvoker.Result.Replied) result).reply());
            }
        } finally {
            if (invocation.leave()) {
                tasks.finished();
            }
        }
    }

    private void follow(Invocation invocation, CompletionStage<Reply> stage) {
        if (!invocation.pend(stage)) {
            HandlerInvoker.cancel(stage);
            return;
        }
        stage.whenComplete((reply, error) -> {
            try {
                answer(invocation, handlers.completed(invocation, reply, error));
            } finally {
                if (invocation.release()) {
                    tasks.finished();
                }
            }
        });
    }

    private void timedOut(Invocation invocation) {
        Optional<CommandState> before = invocation.timeOut();
        if (before.isEmpty()) {
            return;
        }
        send(invocation, StandardReplies.TIMED_OUT);
        Route route = invocation.route();
        try (Tracer.Scope ids = CommandLog.open(invocation.message(), () -> {})) {
            log.debug("Handler {} took longer than {}", route.handler().name(), route.timeout());
        }
        List<Runnable> actions = invocation.actions();
        // Offloaded: the actions and the stage are foreign code, and this is the only timer thread.
        if (actions.isEmpty()) {
            endTurn(invocation, actions);
        } else {
            tasks.offload(() -> endTurn(invocation, actions));
        }
        CompletionStage<Reply> late = invocation.stage();
        if (before.get() == CommandState.RUNNING) {
            invocation.interruptWorker();
        } else if (before.get() == CommandState.PENDING && late != null) {
            tasks.offload(() -> HandlerInvoker.cancel(late));
            tasks.finished();
        }
    }

    /** Gives the handler's answer, unless the time-out's was first. */
    private void answer(Invocation invocation, Reply reply) {
        if (invocation.answer()) {
            conclude(invocation, reply);
        }
    }

    private void conclude(Invocation invocation, Reply reply) {
        send(invocation, reply);
        endTurn(invocation, invocation.actions());
    }

    private void send(Invocation invocation, Reply reply) {
        try {
            responder.reply(invocation, reply);
        } catch (Throwable e) { // even without an answer, the session's turn must end
            String handler = invocation.route().handler().name();
            unsent.of(handler).log("The answer of " + handler + " could not be sent", e);
        }
    }

    private void endTurn(Invocation invocation, List<Runnable> actions) {
        runAll(actions);
        invocation.vacate();
        if (!invocation.isDetached() && !invocation.turnEndsInPlace()) {
            proceed(invocation.queue(), invocation.queue().next(), true);
        }
    }

    private void runAll(List<Runnable> actions) {
        for (Runnable action : actions) {
            FaultBarrier.run(failedActions, "An action after a reply failed", action);
        }
    }
}
