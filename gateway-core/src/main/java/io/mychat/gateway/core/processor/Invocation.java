package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.connection.ConnectionContext;
import io.mychat.gateway.core.protocol.Command;
import io.mychat.gateway.core.router.Route;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.Sessions;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.BufferAccount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One command in progress, from its turn to its only answer: the handler's, or 503 when the time limit passes. The
 * {@link MessageProcessor} moves it through the {@linkplain CommandState states} by the transitions below; each returns
 * its result. This object's lock guards the state and is not held while other code runs.
 *
 * <p>A command that is handled on the I/O thread begins and ends within one call. It makes no transition and stays
 * WAITING.
 *
 * <p>Longer than 300 lines because one object holds the whole state of a command.
 */
final class Invocation implements ConnectionContext {

    private final SessionQueue queue;
    private final QueuedMessage.Request command;
    private final Route route;
    private final @Nullable Session session;
    private final Sessions sessions;
    private final UnifiedMessage message;
    private final Tracer.Span span;

    /** The reserved bytes; written before the command is handed over, read after its answer. */
    private int held;

    private boolean login;
    private boolean detached;

    /** The thread that is beginning the command in place; null: there is none. Only this thread writes it. */
    private volatile @Nullable Thread beginner;
    /** Whether the turn has ended on that thread meanwhile. */
    private boolean turnEnded;

    private CommandState state = CommandState.WAITING;
    private @Nullable Instant deadline;
    private TimeSource.@Nullable Timer timer;
    private @Nullable Thread worker;
    private @Nullable CompletionStage<Reply> stage;
    private List<AfterReply> after = List.of();

    /**
     * An action that a handler wants to run after its reply, and another one for the case that the time-out answered
     * first.
     */
    private record AfterReply(Runnable action, Runnable ifTooLate) {}

    Invocation(SessionQueue queue, QueuedMessage.Request command, Route route, Sessions sessions) {
        this.queue = queue;
        this.command = command;
        this.route = route;
        this.sessions = sessions;
        this.session = queue.client().sessionOrNull();
        this.message = command.message(queue.client().id(), session);
        this.span = route.observer().begin(queue.client().handshakeTrace());
    }

    SessionQueue queue() {
        return queue;
    }

    QueuedMessage.Request command() {
        return command;
    }

    Route route() {
        return route;
    }

    UnifiedMessage message() {
        return message;
    }

    /** The command in the trace; it begins with this object and ends with the answer. */
    @Override
    public Tracer.Span span() {
        return span;
    }

    @Override
    public Tracer.Scope activate() {
        return CommandLog.open(message, span.activate());
    }

    /**
     * Takes what the command holds until its answer: its bytes, in whole steps; a place beside the turn, when its route
     * is concurrent; and the mark of a login in progress. Called before the command is handed over to a worker.
     */
    void occupy() {
        ClientConnection client = queue.client();
        detached = route.concurrent() && queue.tryDetach();
        int bytes = command.envelope().bytes() / SessionQueue.STEP * SessionQueue.STEP;
        if (bytes > 0 && client.buffers().reserve(BufferAccount.Use.INBOUND, bytes)) {
            held = bytes;
        }
        login = session == null && Command.isLogin(message.cmdId());
        if (login) {
            client.loginUnderWay(true);
        }
    }

    /** Gives back what {@link #occupy()} took. Called once, after the answer. */
    void vacate() {
        ClientConnection client = queue.client();
        if (held > 0) {
            client.buffers().release(BufferAccount.Use.INBOUND, held);
        }
        if (login) {
            client.loginUnderWay(false);
        }
        if (detached) {
            queue.detachedEnded();
        }
    }

    /** Whether the session's next message does not wait for this command. */
    boolean isDetached() {
        return detached;
    }

    /** Starts the time limit. It covers the wait for a worker too, so that every client is answered in time. */
    synchronized void arm(TimeSource time, Runnable timeOut) {
        deadline = time.now().plus(route.timeout());
        timer = time.schedule(route.timeout(), timeOut);
    }

    /** This thread begins the command in place, and goes on with the session itself if the turn ends before {@link #begun()}. */
    void beginsInPlace() {
        beginner = Thread.currentThread();
    }

    /**
     * The turn ends.
     *
     * @return true while this thread is beginning the command in place: then it learns of the end by {@link #begun()}, and goes on
     *     in its loop. Deeper calls for each waiting message would need a deep stack.
     */
    boolean turnEndsInPlace() {
        if (beginner != Thread.currentThread()) {
            return false;
        }
        turnEnded = true;
        return true;
    }

    /** The command was begun in place. Returns whether this thread has ended the turn meanwhile. */
    boolean begun() {
        beginner = null;
        return turnEnded;
    }

    /**
     * A thread begins the command.
     *
     * @param isWorker whether the time-out may interrupt the thread
     * @return false when the time limit has passed; then the slot is free again
     */
    synchronized boolean start(boolean isWorker) {
        if (state != CommandState.WAITING) {
            state = CommandState.TIMED_OUT;
            return false;
        }
        state = CommandState.RUNNING;
        worker = isWorker ? Thread.currentThread() : null;
        return true;
    }

    /**
     * The handler has returned a stage. From now on the stage holds the slot.
     *
     * @return false when the time limit has passed: the stage is not needed, and the worker keeps the slot
     */
    synchronized boolean pend(CompletionStage<Reply> result) {
        if (state != CommandState.RUNNING) {
            return false;
        }
        state = CommandState.PENDING;
        stage = result;
        return true;
    }

    /** The command has an answer. Returns false when the time-out was first. */
    synchronized boolean answer() {
        if (state.isAnswered()) {
            return false;
        }
        state = CommandState.ANSWERED;
        cancelTimer();
        return true;
    }

    /** No thread is available for the command, so it gets no slot. Returns false when the time-out was first. */
    synchronized boolean refuse() {
        boolean first = state == CommandState.WAITING;
        state = first ? CommandState.FINISHED : CommandState.TIMED_OUT;
        cancelTimer();
        return first;
    }

    /**
     * The time limit has passed.
     *
     * @return the state of the command until now, or empty when it was answered already
     */
    synchronized Optional<CommandState> timeOut() {
        CommandState before = state;
        if (before.isAnswered()) {
            return Optional.empty();
        }
        state = switch (before) {
            case WAITING -> CommandState.EXPIRED;
            case RUNNING -> CommandState.ABANDONED;
            default -> CommandState.TIMED_OUT;
        };
        return Optional.of(before);
    }

    /** Interrupts the worker of an abandoned command, unless the worker has left the handler. */
    synchronized void interruptWorker() {
        if (worker != null) {
            worker.interrupt();
        }
    }

    /**
     * The worker has left the handler and is not interrupted for this command from now on.
     *
     * @return whether the slot is free now
     */
    boolean leave() {
        boolean free;
        boolean isWorker;
        synchronized (this) {
            isWorker = worker != null;
            worker = null;
            if (state == CommandState.RUNNING) {
                // The handler left without an answer, for lack of memory: the time-out gives it.
                state = CommandState.PENDING;
                free = true;
            } else {
                free = stage == null && release();
            }
        }
        if (isWorker) {
            // An interrupt that came for this command must not hit the next one on this thread.
            Thread.interrupted();
        }
        return free;
    }

    /**
     * The command's worker or stage has ended.
     *
     * @return whether the slot is free now; false when it was free before
     */
    synchronized boolean release() {
        if (state.isOver()) {
            return false;
        }
        state = state.isLate() ? CommandState.TIMED_OUT : CommandState.FINISHED;
        return true;
    }

    /** The stage of an asynchronous handler, also after its end. */
    synchronized @Nullable CompletionStage<Reply> stage() {
        return stage;
    }

    synchronized boolean isAnswered() {
        return state.isAnswered();
    }

    /**
     * The actions to run after the answer, in the order in which the handler added them. Called by the thread that has
     * answered: from then on no action is added, and the kind of the answer (in time or late) does not change.
     */
    List<Runnable> actions() {
        if (after.isEmpty()) {
            return List.of(); // the usual case, without the lock
        }
        boolean late = isLate();
        List<Runnable> actions = new ArrayList<>(after.size());
        for (AfterReply each : after) {
            actions.add(late ? each.ifTooLate() : each.action());
        }
        return actions;
    }

    private synchronized boolean isLate() {
        return state.isLate();
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
        }
    }

    @Override
    public ClientConnection connection() {
        return queue.client();
    }

    @Override
    public Optional<Session> session() {
        return Optional.ofNullable(session);
    }

    @Override
    public Sessions sessions() {
        return sessions;
    }

    @Override
    public synchronized Instant deadline() {
        return deadline == null ? command.receivedAt().plus(route.timeout()) : deadline;
    }

    @Override
    public void afterReply(Runnable action, Runnable ifTooLate) {
        synchronized (this) {
            if (!state.isAnswered()) {
                if (after.isEmpty()) {
                    after = new ArrayList<>(1);
                }
                after.add(new AfterReply(action, ifTooLate));
                return;
            }
            if (!state.isLate()) {
                return;
            }
        }
        ifTooLate.run();
    }
}
