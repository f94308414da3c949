package io.mychat.gateway.transport.nio.loop;

import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.transport.common.websocket.LoopThread;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One I/O thread: a selector with its sockets, and in each turn the tasks, the steps of newcomers and the deadlines that are
 * due. The thread owns everything but the list of tasks, which has a lock; other threads call {@link #execute} and
 * {@link #stop} only. No failure ends the thread.
 */
public final class EventLoop implements LoopThread {

    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);
    private static final int SCRATCH_BYTES = 65_536;
    private static final long FAILURE_PAUSE_NANOS = 10_000_000;

    private final Selector selector;
    private final Thread thread;
    private final Timers timers = new Timers(System.nanoTime());
    private final Newcomers newcomers;
    private final RateLimitedLog failures = RateLimitedLog.inSystemTime(LOG::error);
    private final Consumer<SelectionKey> dispatch = this::dispatch;
    private final ByteBuffer scratch = ByteBuffer.allocate(SCRATCH_BYTES);

    private final Object lock = new Object();
    private List<Runnable> tasks = new ArrayList<>();
    private List<Runnable> spare = new ArrayList<>();
    private boolean stopping;

    /** Whether the thread waits for its selector, or is about to: a new task has to wake it. */
    private final AtomicBoolean selecting = new AtomicBoolean();

    /** What runs after the next look at the sockets. Owned by the thread. */
    private List<Runnable> afterLook = new ArrayList<>();

    /**
     * Opens the selector; {@link #start} starts the thread.
     *
     * @param stepsPerTurn steps of newcomers in one turn, at least 1
     */
    public EventLoop(String name, int stepsPerTurn) throws IOException {
        this.selector = Selector.open();
        this.newcomers = new Newcomers(stepsPerTurn, failures);
        this.thread = new Thread(this::run, name);
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    @Override
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    @Override
    public boolean isAlive() {
        return thread.isAlive();
    }

    @Override
    public void execute(Runnable task) {
        synchronized (lock) {
            if (stopping) {
                throw new RejectedExecutionException("the I/O thread is ending");
            }
            tasks.add(task);
        }
        if (!isCurrent() && selecting.compareAndSet(true, false)) {
            selector.wakeup();
        }
    }

    @Override
    public void executeAfterLook(Runnable task) {
        afterLook.add(task);
    }

    /** The deadlines of this loop's connections. */
    public Timers timers() {
        return timers;
    }

    /** Spreads the work for new connections over the turns. */
    public Newcomers newcomers() {
        return newcomers;
    }

    /** An empty buffer on the heap that is valid until the caller returns. */
    public ByteBuffer scratch() {
        return scratch.clear();
    }

    /** Registers an accepted socket without interest in anything. */
    SelectionKey register(SocketChannel channel, NioStream owner) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, 0, owner);
    }

    /** Ends all connections that a port has accepted. Called on the loop. */
    public void endAllOf(Object port) {
        List<NioStream> ending = new ArrayList<>();
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof NioStream stream && stream.isOf(port)) {
                ending.add(stream);
            }
        }
        ending.forEach(stream -> run(stream::end));
    }

    /** Ends the thread behind the tasks that wait; later ones are rejected. Callable from any thread. */
    public void stop() {
        synchronized (lock) {
            stopping = true;
        }
        selector.wakeup();
    }

    /** Waits until the thread has ended. */
    public boolean awaitEnd(long millis) {
        try {
            thread.join(Math.max(1, millis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private void run() {
        boolean more = true;
        while (more) {
            try {
                more = turn();
            } catch (RuntimeException | IOException | Error e) { // the I/O thread stays
                failures.log("A turn of an I/O thread failed", e);
                LockSupport.parkNanos(FAILURE_PAUSE_NANOS);
            }
        }
        closeSelector();
    }

    private boolean turn() throws IOException {
        look();
        boolean last;
        List<Runnable> todo;
        synchronized (lock) {
            last = stopping;
            todo = tasks;
            tasks = spare;
        }
        runAll(todo);
        synchronized (lock) {
            spare = todo;
        }
        if (!afterLook.isEmpty()) {
            List<Runnable> due = afterLook;
            afterLook = new ArrayList<>();
            due.forEach(this::run);
        }
        newcomers.turn();
        timers.runDue(System.nanoTime(), this::run);
        return !last;
    }

    private void look() throws IOException {
        if (!afterLook.isEmpty() || newcomers.isWaiting()) {
            selector.selectNow(dispatch);
            return;
        }
        selecting.set(true);
        boolean idle;
        synchronized (lock) {
            idle = tasks.isEmpty() && !stopping;
        }
        long millis = timers.millisToNext(System.nanoTime());
        if (idle && millis != 0) {
            selector.select(dispatch, millis == Timers.NEVER ? 0 : millis);
        } else {
            selector.selectNow(dispatch);
        }
        selecting.set(false);
    }

    private void dispatch(SelectionKey key) {
        if (key.attachment() instanceof NioStream stream) {
            try {
                stream.ready(key.readyOps());
            } catch (RuntimeException | Error e) { // the other sockets have their turn, too
                failures.log("A connection failed and was closed", e);
                run(stream::end);
            }
        }
    }

    private void runAll(List<Runnable> todo) {
        todo.forEach(this::run);
        todo.clear();
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) { // the I/O thread stays
            failures.log("A task of an I/O thread failed", e);
        }
    }

    private void closeSelector() {
        try {
            selector.close();
        } catch (IOException e) {
            LOG.debug("A selector could not be closed", e);
        }
    }
}
