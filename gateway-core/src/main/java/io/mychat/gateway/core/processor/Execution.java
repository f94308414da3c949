package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.router.Route;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.message.AsyncMessageHandler;
import io.mychat.gateway.spi.message.MessageContext;
import io.mychat.gateway.spi.message.MessageHandler;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.Sessions;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One message in its handler, from the start to its only answer: the handler's, or 503 when that takes too long. This
 * object's lock decides which of the two comes first.
 */
final class Execution implements MessageContext, TaskRunner.Task {

    private static final Logger log = LoggerFactory.getLogger(Execution.class);

    /** What the processor does with an execution's results. */
    interface Outcome {

        /** Asks the store whether the session may go on. */
        boolean confirm(Session session);

        /** The only answer. Called once, on any thread. */
        void answered(Execution execution, Reply reply);

        /** The turn ends when these have been run. Called once, after the answer, on any thread. */
        void turnOver(Execution execution, List<Runnable> after);

        /** The session turned out to have ended. Called right after the answer, before the next turn. */
        void sessionEnded();

        /** Runs something that may take its time on another thread, if there is one. */
        void elsewhere(Runnable action);

        /** The handler no longer needs its slot. Called once. */
        void slotFree();
    }

    private final UnifiedMessage message;
    private final Route route;
    private final @Nullable Session confirm;
    private final Dependencies dependencies;
    private final Outcome outcome;

    private @Nullable Instant deadline;
    private TimeSource.@Nullable Timer timer;
    private @Nullable Thread worker;
    private @Nullable CompletionStage<Reply> stage;
    private List<AfterReply> after = List.of();
    private boolean answered;
    private boolean tooLate;
    private boolean slotFreed;

    /**
     * What an execution lives in.
     *
     * @param session who sent the message, or null
     */
    record Dependencies(@Nullable Session session, Sessions sessions, TimeSource time) {}

    /**
     * @param confirm the session that the store has to confirm before the handler runs, or null
     */
    Execution(
            UnifiedMessage message,
            Route route,
            @Nullable Session confirm,
            Dependencies dependencies,
            Outcome outcome) {
        this.message = message;
        this.route = route;
        this.confirm = confirm;
        this.dependencies = dependencies;
        this.outcome = outcome;
    }

    UnifiedMessage message() {
        return message;
    }

    /** Runs the handler on this thread, without a time limit; for handlers that wait for nothing. */
    Reply runImmediately() {
        try {
            Reply reply = callBlocking(route.handler().blockingHandler());
            return reply == null ? StandardReplies.FAILED : reply;
        } catch (Throwable e) {
            return failed(e);
        }
    }

    List<Runnable> actionsAfterReply() {
        return after.isEmpty()
                ? List.of()
                : after.stream().map(AfterReply::action).toList();
    }

    /** Runs the handler on this worker thread. */
    @Override
    public void run() {
        if (!begin()) {
            freeSlot();
            return;
        }
        boolean followed = false;
        try {
            if (confirm != null && !outcome.confirm(confirm)) {
                afterReply(outcome::sessionEnded, outcome::sessionEnded);
                answer(StandardReplies.SESSION_ENDED);
            } else if (route.handler().asyncHandler() != null) {
                CompletionStage<Reply> result = callAsync(route.handler().asyncHandler());
                if (result == null) {
                    answer(null);
                } else {
                    followed = true;
                    follow(result);
                }
            } else {
                answer(callBlocking(route.handler().blockingHandler()));
            }
        } catch (Throwable e) {
            answer(failed(e));
        } finally {
            end();
            if (!followed) {
                freeSlot();
            }
        }
    }

    /** There is no thread for it. */
    @Override
    public void refused() {
        synchronized (this) {
            slotFreed = true;
        }
        answer(StandardReplies.OVERLOADED, false);
    }

    private @Nullable Reply callBlocking(@Nullable MessageHandler handler) throws Exception {
        return handler == null ? null : handler.handle(message, this);
    }

    private @Nullable CompletionStage<Reply> callAsync(AsyncMessageHandler handler) throws Exception {
        return handler.handle(message, this);
    }

    /**
     * Starts the time limit: it covers the wait for a worker too, so that every client is answered in time. Once, before
     * this is handed to the workers.
     */
    Execution armed() {
        synchronized (this) {
            deadline = dependencies.time().now().plus(route.timeout());
            timer = dependencies.time().schedule(route.timeout(), this::timedOut);
        }
        return this;
    }

    /** Disarms what will never run. */
    void dropped() {
        synchronized (this) {
            answered = true;
            if (timer != null) {
                timer.cancel();
            }
        }
    }

    /** Takes this thread for the message, unless its time is over already. */
    private boolean begin() {
        synchronized (this) {
            if (answered) {
                return false;
            }
            worker = Thread.currentThread();
            return true;
        }
    }

    /** Takes the thread away from the time-out: from here on it must not be interrupted for this message. */
    private void end() {
        synchronized (this) {
            worker = null;
        }
        // An interrupt that came for this message must not hit the next one on this thread.
        Thread.interrupted();
    }

    private void follow(CompletionStage<Reply> result) {
        boolean late;
        synchronized (this) {
            stage = result;
            late = answered;
        }
        if (late) {
            cancel(result);
            freeSlot();
            return;
        }
        result.whenComplete((reply, error) -> {
            try {
                answer(error == null ? reply : failed(error));
            } finally {
                freeSlot();
            }
        });
    }

    private void timedOut() {
        if (!answer(StandardReplies.TIMED_OUT, true)) {
            return;
        }
        log.debug("Handler {} took longer than {}", route.handler().name(), route.timeout());
        CompletionStage<Reply> late;
        Thread blocked;
        synchronized (this) {
            // After the answer: a stage that comes later than this sees it.
            late = stage;
            blocked = worker;
        }
        if (late != null) {
            // Elsewhere: what depends on the stage is other people's code, and this is the only timer thread.
            outcome.elsewhere(() -> cancel(late));
            freeSlot();
        } else if (blocked != null) {
            interrupt(blocked);
        }
    }

    private void interrupt(Thread blocked) {
        synchronized (this) {
            if (worker == blocked) {
                blocked.interrupt();
            }
        }
    }

    private static void cancel(CompletionStage<Reply> late) {
        try {
            late.toCompletableFuture().cancel(true);
        } catch (RuntimeException e) {
            log.debug("A late stage could not be cancelled", e);
        }
    }

    private void answer(@Nullable Reply reply) {
        if (reply == null) {
            log.warn("Handler {} returned null", route.handler().name());
        }
        answer(reply == null ? StandardReplies.FAILED : reply, false);
    }

    /** Gives the answer unless there was one; {@code late} says that it is the time-out's. */
    private boolean answer(Reply reply, boolean late) {
        List<Runnable> actions = new ArrayList<>(1);
        synchronized (this) {
            if (answered) {
                return false;
            }
            answered = true;
            tooLate = late;
            for (AfterReply each : after) {
                actions.add(late ? each.ifTooLate() : each.action());
            }
            if (timer != null) {
                timer.cancel();
            }
        }
        try {
            outcome.answered(this, reply);
        } catch (Throwable e) {
            log.error("The answer of {} could not be sent", route.handler().name(), e);
        }
        if (late && !actions.isEmpty()) {
            // Elsewhere: they are other people's code, and this is the only timer thread.
            outcome.elsewhere(() -> outcome.turnOver(this, actions));
        } else {
            outcome.turnOver(this, actions);
        }
        return true;
    }

    /** What a handler wants to be done after its reply, or after the time-out's. */
    private record AfterReply(Runnable action, Runnable ifTooLate) {}

    private Reply failed(Throwable error) {
        Throwable cause = StandardReplies.causeOf(error);
        String handler = route.handler().name();
        if (cause instanceof StoreUnavailableException) {
            log.debug("Store unavailable in {}", handler, cause);
        } else if (isAnswered()) {
            log.debug("Handler {} failed after its time-out", handler, cause);
        } else {
            log.error("Handler {} failed", handler, cause);
        }
        return StandardReplies.to(cause);
    }

    private synchronized boolean isAnswered() {
        return answered;
    }

    private void freeSlot() {
        synchronized (this) {
            if (slotFreed) {
                return;
            }
            slotFreed = true;
        }
        outcome.slotFree();
    }

    @Override
    public Optional<Session> session() {
        return Optional.ofNullable(dependencies.session());
    }

    @Override
    public Sessions sessions() {
        return dependencies.sessions();
    }

    @Override
    public synchronized Instant deadline() {
        return deadline == null ? dependencies.time().now().plus(route.timeout()) : deadline;
    }

    @Override
    public void afterReply(Runnable action, Runnable ifTooLate) {
        synchronized (this) {
            if (!answered) {
                if (after.isEmpty()) {
                    after = new ArrayList<>(1);
                }
                after.add(new AfterReply(action, ifTooLate));
                return;
            }
            if (!tooLate) {
                return;
            }
        }
        ifTooLate.run();
    }
}
