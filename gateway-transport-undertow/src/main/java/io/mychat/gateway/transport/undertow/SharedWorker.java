package io.mychat.gateway.transport.undertow;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

/**
 * The threads that both transports use: started for the first that needs them, ended with the last. Its own lock guards
 * the count.
 */
final class SharedWorker {

    private static final long STOP_MILLIS = 5000;

    private final UndertowSettings settings;
    private @Nullable XnioWorker worker;
    private int users;

    SharedWorker(UndertowSettings settings) {
        this.settings = settings;
    }

    /** The running worker; each call asks for one {@link #release()}. */
    synchronized XnioWorker acquire() throws IOException {
        XnioWorker running = worker;
        if (running == null) {
            running = Xnio.getInstance(SharedWorker.class.getClassLoader())
                    .createWorker(OptionMap.builder()
                            .set(Options.WORKER_NAME, "mychat")
                            .set(Options.WORKER_IO_THREADS, settings.ioThreads())
                            .set(Options.WORKER_TASK_CORE_THREADS, settings.workerThreads())
                            .set(Options.WORKER_TASK_MAX_THREADS, settings.workerThreads())
                            .set(Options.THREAD_DAEMON, false)
                            .getMap());
            worker = running;
        }
        users++;
        return running;
    }

    /** The worker, while there is one. Only to be looked at. */
    synchronized @Nullable XnioWorker current() {
        return worker;
    }

    /** Gives the worker back; the last one waits for its threads to end. */
    synchronized void release() {
        XnioWorker running = worker;
        if (--users > 0 || running == null) {
            return;
        }
        worker = null;
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
