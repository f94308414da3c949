package io.mychat.gateway.standalone;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP, which makes the gateway reload its configuration. The JDK has no supported API for signals; the module
 * {@code jdk.unsupported} exports {@code sun.misc.Signal} in JDK 17 to 25. The class is loaded by name because the
 * compiler's warning about it cannot be suppressed, and warnings are errors in this build.
 */
final class ReloadSignal {

    private static final Logger log = LoggerFactory.getLogger(ReloadSignal.class);

    private ReloadSignal() {}

    /**
     * Calls {@code action} at each SIGHUP, on a separate thread.
     *
     * @return false when the platform has no such signal, or when the process ignores it, as under {@code nohup}
     */
    static boolean on(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object hangup = signal.getConstructor(String.class).newInstance("HUP");
            Object ours = Proxy.newProxyInstance(
                    handler.getClassLoader(),
                    new Class<?>[] {handler},
                    (self, method, args) -> switch (method.getName()) {
                        case "handle" -> obey(action);
                        case "equals" -> args != null && self == args[0];
                        case "hashCode" -> System.identityHashCode(self);
                        default -> "SIGHUP";
                    });
            Object before = signal.getMethod("handle", signal, handler).invoke(null, hangup, ours);
            return before != handler.getField("SIG_IGN").get(null);
        } catch (ReflectiveOperationException e) {
            Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
            log.debug("SIGHUP is not available", cause);
            return false;
        }
    }

    private static @Nullable Object obey(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            log.warn("The reload after SIGHUP failed: {}", e.getMessage());
        }
        return null;
    }
}
