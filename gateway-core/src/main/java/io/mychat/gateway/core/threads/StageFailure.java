package io.mychat.gateway.core.threads;

import java.util.concurrent.CompletionException;

/** The failure of a stage. */
public final class StageFailure {

    private StageFailure() {}

    /** The original exception of a failed stage, without a wrapping {@link CompletionException}. */
    public static Throwable causeOf(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }
}
