package io.mychat.gateway.core.plugin;

import io.mychat.gateway.core.threads.InterruptibleCall;
import io.mychat.gateway.spi.threads.DaemonThreadPool;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls code of a plug-in that has no threads yet. The caller waits, but not for ever: a constructor that blocks is a
 * fault of its plug-in, not a program that hangs.
 */
public final class PluginCall {

    /** The default of {@code plugins.lifecycle_timeout_ms}, since the configuration is not read yet. */
    private static final Duration MOST = Duration.ofSeconds(10);

    private static final Duration IDLE = Duration.ofSeconds(1);

    private PluginCall() {}

    /**
     * Calls the code on a thread of its own.
     *
     * @param what the call in the message of a {@link TimeoutException}, such as {@code its constructor}
     * @throws ExecutionException with what the code has thrown, or with a {@link TimeoutException}
     */
    public static <T> T of(String what, Callable<T> call) throws ExecutionException {
        return of(what, MOST, call);
    }

    static <T> T of(String what, Duration most, Callable<T> call) throws ExecutionException {
        DaemonThreadPool thread = new DaemonThreadPool("plugin-loading", 1, IDLE);
        try {
            return InterruptibleCall.on(thread, call).get(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new ExecutionException(new TimeoutException(what + " took longer than " + most.toMillis() + " ms"));
        } catch (RejectedExecutionException e) {
            throw new ExecutionException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExecutionException(e);
        } finally {
            thread.shutdownNow();
        }
    }
}
