package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.transport.common.TransportSettings;
import io.mychat.gateway.transport.common.tls.TlsTasks;
import io.mychat.gateway.transport.undertow.accept.LoopBudgets;
import io.mychat.gateway.transport.undertow.accept.Pacing;
import io.mychat.gateway.transport.undertow.websocket.XnioLoopThread;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;

/**
 * IOServicePool of specification 2.2: the I/O threads of both transports. The first transport starts them, and the last
 * one ends them. When one of them has died, for example of an OutOfMemoryError, a new set takes over, because XNIO does
 * not replace a thread. The lock of this object guards all of its state.
 */
final class SharedWorker {

    private static final Logger LOG = LoggerFactory.getLogger(SharedWorker.class);
    private static final long STOP_MILLIS = 5000;

    private final TransportSettings settings;
    private final Pacing pacing;
    private final List<XnioWorker> replaced = new ArrayList<>();
    private @Nullable XnioWorker worker;
    /** The threads of the worker for I/O and for accepting. */
    private List<Thread> threads = List.of();

    private int users;

    SharedWorker(TransportSettings settings) {
        this.settings = settings;
        this.pacing = new Pacing(
                new LoopBudgets(settings.newcomers().stepsPerTurn()),
                new TlsTasks(settings.newcomers().tlsThreads()));
    }

    /** The running worker; each call needs one {@link #release()}. */
    synchronized XnioWorker acquire() throws IOException {
        XnioWorker running = worker == null ? create() : worker;
        users++;
        return running;
    }

    private XnioWorker create() throws IOException {
        ThreadGroup group = new ThreadGroup("mychat");
        XnioWorker created = Xnio.getInstance(SharedWorker.class.getClassLoader())
                .createWorker(
                        group,
                        OptionMap.builder()
                                .set(Options.WORKER_NAME, "mychat")
                                .set(Options.WORKER_IO_THREADS, settings.ioThreads())
                                .set(Options.WORKER_TASK_CORE_THREADS, settings.workerThreads())
                                .set(Options.WORKER_TASK_MAX_THREADS, settings.workerThreads())
                                .set(Options.THREAD_DAEMON, false)
                                .getMap());
        worker = created;
        threads = ioThreads(group);
        return created;
    }

    /** The threads of the group; XNIO does not expose its accepting thread otherwise. */
    private static List<Thread> ioThreads(ThreadGroup group) {
        Thread[] found = new Thread[group.activeCount() + 16];
        int count = group.enumerate(found);
        return Stream.of(found)
                .limit(count)
                .filter(XnioIoThread.class::isInstance)
                .toList();
    }

    /** Whether this is the current worker and all of its threads for I/O and accepting live. */
    synchronized boolean isWhole(XnioWorker asked) {
        return asked == worker && threads.stream().allMatch(Thread::isAlive);
    }

    /**
     * The current worker; a new one when a thread has died. Connections on the living threads of the old one continue.
     */
    synchronized XnioWorker whole() throws IOException {
        XnioWorker running = worker;
        if (running == null || isWhole(running)) {
            return running == null ? create() : running;
        }
        LOG.error("A thread that serves sockets has died; new threads take over");
        replaced.add(running);
        return create();
    }

    /** The bounds on new connections. */
    Pacing pacing() {
        return pacing;
    }

    /** The threads, for tests. */
    synchronized List<Thread> threads() {
        return threads;
    }

    /** The I/O threads of the current worker; none when none is running. */
    synchronized List<XnioLoopThread> ioThreads() {
        XnioWorker running = worker;
        return running == null
                ? List.of()
                : IntStream.range(0, running.getIoThreadCount())
                        .mapToObj(i -> new XnioLoopThread(running.getIoThread(i)))
                        .toList();
    }

    /** The current worker, for inspection only; null when none is running. */
    synchronized @Nullable XnioWorker current() {
        return worker;
    }

    /** Releases the worker; the last release waits for the threads to end. */
    synchronized void release() {
        XnioWorker running = worker;
        if (--users > 0 || running == null) {
            return;
        }
        worker = null;
        threads = List.of();
        replaced.forEach(XnioWorker::shutdownNow); // a worker with a dead thread never terminates on its own
        replaced.clear();
        pacing.budgets().clear();
        running.shutdown();
        try {
            if (!running.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS)) {
                running.shutdownNow();
            }
        } catch (InterruptedException e) {
            running.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
