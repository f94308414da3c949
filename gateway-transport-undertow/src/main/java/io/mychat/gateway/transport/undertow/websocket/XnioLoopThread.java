package io.mychat.gateway.transport.undertow.websocket;

import io.mychat.gateway.transport.common.websocket.LoopThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.xnio.XnioIoThread;

/** An I/O thread of XNIO. */
public record XnioLoopThread(XnioIoThread thread) implements LoopThread {

    private static final long LOOK_MILLIS = 1;

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
        thread.execute(task);
    }

    /** XNIO runs all tasks before it looks, and a delay that begins when they are done ends after the look. */
    @Override
    public void executeAfterLook(Runnable task) {
        thread.execute(() -> {
            try {
                Object unused = thread.executeAfter(task, LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                // The thread is ending, and all its connections with it.
            }
        });
    }
}
