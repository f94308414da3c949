package io.mychat.gateway.core.plugin;

import io.mychat.gateway.spi.event.LogText;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** What went wrong in a plug-in, in words for its operator. */
public final class PluginFailure {

    private static final int MAX_LENGTH = 1000;

    private PluginFailure() {}

    /** The exception on one line, and for those of linking what they mean. */
    public static String text(Throwable failure) {
        String text = LogText.escaped(meaning(causeOf(failure)));
        return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text;
    }

    private static String meaning(Throwable cause) {
        if (cause instanceof UnsupportedClassVersionError) {
            return "it was compiled for a newer Java than this one, "
                    + Runtime.version().feature() + ": " + cause.getMessage();
        }
        if (cause instanceof NoClassDefFoundError || cause instanceof ClassNotFoundException) {
            return "it lacks the class " + String.valueOf(cause.getMessage()).replace('/', '.')
                    + ": put the jar with it into the plug-in's directory, or pack it into its jar";
        }
        if (cause instanceof AbstractMethodError
                || cause instanceof NoSuchMethodError
                || cause instanceof NoSuchFieldError) {
            return "it was compiled against another version of gateway-spi or of a library (" + cause.getMessage()
                    + "): use a version of the plug-in for this gateway";
        }
        if (cause instanceof ExceptionInInitializerError && cause.getCause() != null) {
            return "the static initializer of one of its classes failed: " + meaning(cause.getCause());
        }
        if (cause instanceof TimeoutException) {
            return String.valueOf(cause.getMessage());
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getName() : cause.getClass().getSimpleName() + ": " + message;
    }

    /** The failure of a call without what its stage has wrapped around it. */
    public static Throwable causeOf(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause != null && (failure instanceof ExecutionException || failure instanceof CompletionException)
                ? cause
                : failure;
    }
}
