package io.mychat.gateway.standalone;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP, which asks a server to read its configuration anew. The JDK has no supported way to a signal: {@code
 * sun.misc.Signal} is exported by the module {@code jdk.unsupported}, which JDK 17 and 25 both have for just this. Named
 * at run time, because the compiler's warning about it cannot be switched off, and warnings are errors here.
 */
final class ReloadSignal {

    private static final Logger log = LoggerFactory.getLogger(ReloadSignal.class);

    private ReloadSignal() {}

    /**
     * Calls {@code action} at each SIGHUP, on a thread of its own.
     *
     * @return false where there is no such signal, and under {@code nohup}: a process that was started to ignore it does
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
            log.debug("SIGHUP is not heard here", cause);
            return false;
        }
    }

    private static @Nullable Object obey(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            log.warn("SIGHUP could not be obeyed: {}", e.getMessage());
        }
        return null;
    }
}
