package io.mychat.gateway.core.plugin;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of a host for a plug-in: the stages that they return complete on the plug-in's threads, and so does what the
 * plug-in has made dependent on them. On threads of the gateway it could block the calls of others. Thread-safe.
 */
final class OwnThreads implements InvocationHandler {

    private static final Logger log = LoggerFactory.getLogger(OwnThreads.class);

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
            Runnable completion = () -> {
                if (failure == null) {
                    own.complete(result);
                } else {
                    own.completeExceptionally(failure);
                }
            };
            try {
                threads.complete(completion);
            } catch (RejectedExecutionException e) {
                log.debug("A stage does not complete, since its plug-in has stopped", e);
            }
        });
        return own;
    }
}
