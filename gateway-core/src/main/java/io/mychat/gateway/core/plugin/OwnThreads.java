package io.mychat.gateway.core.plugin;

import io.mychat.gateway.core.threads.AwaitedTask;
import io.mychat.gateway.core.threads.DroppedTaskException;
import io.mychat.gateway.core.threads.DroppedTasks;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a host for a plug-in: the stages that they return complete on the plug-in's threads, and so does what the
 * plug-in has made dependent on them. On threads of the gateway it could block the calls of others. When the plug-in has
 * stopped, they fail with a {@link DroppedTaskException}. Thread-safe.
 */
final class OwnThreads implements InvocationHandler {

    private final Object calls;
    private final PluginThreads threads;

    private OwnThreads(Object calls, PluginThreads threads) {
        this.calls = calls;
        this.threads = threads;
    }

    /** @param port an interface */
    static <T> T of(Class<T> port, T calls, PluginThreads threads) {
        return port.cast(
                Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, new OwnThreads(calls, threads)));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        Object result;
        try {
            result = method.invoke(calls, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
        return result instanceof CompletionStage<?> stage ? handedOver(stage) : result;
    }

    private <T> CompletionStage<T> handedOver(CompletionStage<T> stage) {
        CompletableFuture<T> own = new CompletableFuture<>();
        stage.whenComplete((result, failure) -> {
            Completion<T> completion = new Completion<>(own, result, failure);
            try {
                threads.complete(completion);
            } catch (RejectedExecutionException e) {
                DroppedTasks.soon(completion, new DroppedTaskException(String.valueOf(e.getMessage())));
            }
        });
        return own;
    }

    /** Completes the plug-in's stage; when the plug-in stops before, a thread of the plug-in may wait for it. */
    private record Completion<T>(
            CompletableFuture<T> stage,
            @Nullable T result,
            @Nullable Throwable failure) implements AwaitedTask {

        @Override
        public void run() {
            if (failure == null) {
                stage.complete(result);
            } else {
                stage.completeExceptionally(failure);
            }
        }

        @Override
        public void drop(DroppedTaskException reason) {
            stage.completeExceptionally(reason);
        }
    }
}
