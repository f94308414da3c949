package io.mychat.gateway.transport.undertow.websocket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;

/** One real I/O thread. */
final class Worker implements AutoCloseable {

    private final XnioWorker worker;

    Worker() {
        try {
            worker = Xnio.getInstance(Worker.class.getClassLoader())
                    .createWorker(OptionMap.builder()
                            .set(Options.WORKER_IO_THREADS, 1)
                            .set(Options.WORKER_TASK_CORE_THREADS, 1)
                            .set(Options.WORKER_TASK_MAX_THREADS, 1)
                            .getMap());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    XnioIoThread thread() {
        return worker.getIoThread(0);
    }

    /** Runs it on the I/O thread and waits for it. */
    void run(Runnable task) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        thread().execute(() -> {
            task.run();
            done.complete(null);
        });
        done.get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
