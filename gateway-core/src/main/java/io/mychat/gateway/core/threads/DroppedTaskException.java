package io.mychat.gateway.core.threads;

import java.util.concurrent.RejectedExecutionException;

/** A task was taken and is never run, because its executor ends. */
public final class DroppedTaskException extends RejectedExecutionException {

    private static final long serialVersionUID = 1L;

    public DroppedTaskException(String message) {
        super(message);
    }
}
