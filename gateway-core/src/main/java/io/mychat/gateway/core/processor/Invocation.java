package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.connection.ConnectionContext;
import io.mychat.gateway.core.protocol.Command;
import io.mychat.gateway.core.router.Route;
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
 * One command in progress, from its turn to its only answer: the handler's, or 503 when the time is over. The {@link
 * MessageProcessor} drives it through the {@linkplain CommandState states} by the transitions below, each of which returns
 * what has become of it. This object's lock guards the state and is not held while other code runs.
 *
 * <p>A command that is handled on the I/O thread needs none of this: it begins and ends within one call, and stays WAITING.
 */
final class Invocation implements ConnectionContext {

    private final SessionQueue queue;
    private final QueuedMessage.Command command;
    private final Route route;
    private final @Nullable Session session;
    private final Sessions sessions;
    private final UnifiedMessage message;

    /** What it holds; written before it is handed over, read after its answer. */
    private int held;

    private boolean login;
    private boolean detached;

    private CommandState state = CommandState.WAITING;
    private @Nullable Instant deadline;
    private TimeSource.@Nullable Timer timer;
    private @Nullable Thread worker;
    private @Nullable CompletionStage<Reply> stage;
    private List<AfterReply> after = List.of();

    /** What a handler wants done after its reply, or after the time-out's. */
    private record AfterReply(Runnable action, Runnable ifTooLate) {}

    Invocation(SessionQueue queue, QueuedMessage.Command command, Route route, Sessions sessions) {
        this.queue = queue;
        this.command = command;
        this.route = route;
        this.sessions = sessions;
        this.session = queue.client().sessionOrNull();
        this.message = command.message(queue.client().id(), session);
    }

    SessionQueue queue() {
        return queue;
    }

    QueuedMessage.Command command() {
        return command;
    }

    Route route() {
        return route;
    }

    UnifiedMessage message() {
        return message;
    }

    /**
     * Takes what the command holds while it is on its way to a worker and there: its bytes, in whole steps, a place beside the
     * turn where its route lets it overtake others, and the mark of a login under way. Before it is handed over.
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

    /** Gives back what {@link #occupy()} took; once, after the answer. */
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

    /** A worker has come for it. Returns false when its time is over; then the slot is free again. */
    synchronized boolean start() {
        if (state != CommandState.WAITING) {
            state = CommandState.TIMED_OUT;
            return false;
        }
        state = CommandState.RUNNING;
        worker = Thread.currentThread();
        return true;
    }

    /**
     * The handler has returned a stage, which holds the slot from now on.
     *
     * @return false: the time is over, nobody waits for the stage, and the slot stays the worker's
     */
    synchronized boolean pend(CompletionStage<Reply> result) {
        if (state != CommandState.RUNNING) {
            return false;
        }
        state = CommandState.PENDING;
        stage = result;
        return true;
    }

    /** There is an answer. Returns false when the time-out was first. */
    synchronized boolean answer() {
        if (state.isAnswered()) {
            return false;
        }
        state = CommandState.ANSWERED;
        cancelTimer();
        return true;
    }

    /** There is no thread for it, and so no slot. Returns false when the time-out was first. */
    synchronized boolean refuse() {
        boolean first = state == CommandState.WAITING;
        state = first ? CommandState.FINISHED : CommandState.TIMED_OUT;
        cancelTimer();
        return first;
    }

    /**
     * The time is over.
     *
     * @return the state in which it has found the command, or empty: there was an answer
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

    /** Interrupts the worker of an abandoned command, unless it has left. */
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
        synchronized (this) {
            worker = null;
            if (state == CommandState.RUNNING) {
                // Without memory for an answer: the time-out gives it.
                state = CommandState.PENDING;
                free = true;
            } else {
                free = stage == null && release();
            }
        }
        // An interrupt that came for this command must not hit the next one on this thread.
        Thread.interrupted();
        return free;
    }

    /**
     * Neither a worker nor a stage works for the command any more.
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

    /** The stage that the command is, or was, pending on. */
    synchronized @Nullable CompletionStage<Reply> stage() {
        return stage;
    }

    synchronized boolean isAnswered() {
        return state.isAnswered();
    }

    /**
     * What is to be done after the answer, in the order in which the handler has asked for it. For the thread that has
     * answered: from then on nothing is added, and whether the answer is late does not change.
     */
    List<Runnable> actions() {
        if (after.isEmpty()) {
            return List.of(); // nearly always, and without the lock
        }
        boolean late = isLate();
        return after.stream()
                .map(each -> late ? each.ifTooLate() : each.action())
                .toList();
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
