package io.mychat.gateway.core.threads;

import java.util.concurrent.RejectedExecutionException;

/** A task was refused because the JVM gives no thread, or has no memory left for the task. Another time it may. */
public final class NoThreadException extends RejectedExecutionException {

    private static final long serialVersionUID = 1L;

    /** @param cause the error of the JVM */
    public NoThreadException(String message, Error cause) {
        super(message, cause);
    }
}
