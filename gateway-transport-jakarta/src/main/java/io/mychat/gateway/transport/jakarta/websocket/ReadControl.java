package io.mychat.gateway.transport.jakarta.websocket;

import jakarta.websocket.Session;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stops and continues the reads of a session, where the container can: Jakarta WebSocket has no call for it, and the
 * session of Tomcat has the public methods {@code suspend()} and {@code resume()}. The monitor keeps the calls in the
 * order of the wishes.
 */
final class ReadControl {

    private static final MethodType NO_ARGUMENTS = MethodType.methodType(void.class);

    private static final ClassValue<Optional<Calls>> CALLS = new ClassValue<>() {
        @Override
        protected Optional<Calls> computeValue(Class<?> type) {
            return Calls.of(type);
        }
    };

    private final Session session;
    private final @Nullable Calls calls;
    private boolean suspended;

    private ReadControl(Session session, @Nullable Calls calls) {
        this.session = session;
        this.calls = calls;
    }

    static ReadControl of(Session session) {
        return new ReadControl(session, CALLS.get(session.getClass()).orElse(null));
    }

    synchronized void suspend() {
        if (calls != null && !suspended) {
            suspended = true;
            calls.invoke(calls.suspend(), session);
        }
    }

    synchronized void resume() {
        if (calls != null && suspended) {
            suspended = false;
            calls.invoke(calls.resume(), session);
        }
    }

    /** The calls of one class of sessions. */
    private record Calls(MethodHandle suspend, MethodHandle resume) {

        static Optional<Calls> of(Class<?> session) {
            try {
                MethodHandles.Lookup lookup = MethodHandles.publicLookup();
                return Optional.of(new Calls(
                        lookup.findVirtual(session, "suspend", NO_ARGUMENTS),
                        lookup.findVirtual(session, "resume", NO_ARGUMENTS)));
            } catch (NoSuchMethodException | IllegalAccessException e) {
                return Optional.empty();
            }
        }

        void invoke(MethodHandle call, Session session) {
            try {
                call.invoke(session);
            } catch (Error e) {
                throw e;
            } catch (Throwable e) { // declared by MethodHandle; the session has just closed
                // Nothing is read from a closed session.
            }
        }
    }
}
