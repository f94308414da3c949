package io.mychat.gateway.core.hook;

import io.mychat.gateway.spi.hook.HookKind;
import io.mychat.gateway.spi.hook.OnFailure;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One hook of a plug-in.
 *
 * @param calls runs it on the plug-in's threads
 */
public record Hook<H>(H hook, HookKind kind, Terms terms, Calls calls) {

    /** When it runs, how long it may take, and what its failure means. */
    public record Terms(int order, Duration deadline, OnFailure onFailure) {}

    /** The threads of a plug-in, and its log. */
    public interface Calls {

        /** As {@code PluginThreads.call}. */
        <T> CompletionStage<T> call(String what, Duration deadline, Callable<T> call);

        /** Takes what the hook has thrown. */
        void failed(Throwable failure);
    }

    /** A call of a hook. */
    @FunctionalInterface
    public interface Question<H, V> {
        @Nullable
        V ask(H hook) throws Exception;
    }

    /**
     * Asks the hook and waits for its answer, at most until its deadline.
     *
     * @return empty: it has failed, is late or had no place, which has been logged
     */
    public <V> Optional<V> ask(Question<H, V> question) {
        try {
            return Optional.of(begin(question).toCompletableFuture().get());
        } catch (ExecutionException e) {
            calls.failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            calls.failed(e);
        }
        return Optional.empty();
    }

    /** Asks the hook without waiting. */
    public <V> CompletionStage<V> begin(Question<H, V> question) {
        String name = kind.name().toLowerCase(Locale.ROOT);
        return calls.call("the " + name + " hook", terms.deadline(), () -> {
            V answer = question.ask(hook);
            if (answer == null) {
                throw new IllegalStateException("the " + name + " hook returned null");
            }
            return answer;
        });
    }

    /** Whether what this hook could not decide is refused. */
    public boolean failsClosed() {
        return terms.onFailure() == OnFailure.CLOSED;
    }
}
