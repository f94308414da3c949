package io.mychat.gateway.spi.hook;

import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Recognises the user of a new connection, such as by a cookie of the host's web site. Thread-safe; may block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface HandshakeHook {

    /** Decides about a connection. Nothing is read from it meanwhile. */
    Verdict onHandshake(Attempt attempt) throws Exception;

    /** The names of the headers that the hook gets. Asked once, when the hook is registered. */
    default Set<String> headers() {
        return Set.of("Authorization", "Cookie");
    }

    /**
     * A new connection.
     *
     * @param ip the client's address
     * @param headers by the names of {@link HandshakeHook#headers()}; a missing one has no values
     */
    record Attempt(String ip, Map<String, List<String>> headers) {

        public Attempt {
            headers = Map.copyOf(headers);
        }

        /** Omits the values, since some are secrets. */
        @Override
        public String toString() {
            return "Attempt[ip=" + ip + ", headers=" + headers.keySet() + "]";
        }
    }

    /** The decision. */
    sealed interface Verdict {}

    /** The client logs in by itself, unless another hook knows it. */
    record Unknown() implements Verdict {}

    /**
     * The connection belongs to a user. It is bound as by 1002, and the client gets the same reply, without a {@code
     * request_id}. Where the gateway has a user directory, the user is as the directory has it.
     */
    record Bind(UserInfo user, DeviceKey device) implements Verdict {

        public Bind {
            Objects.requireNonNull(user, "user");
            Objects.requireNonNull(device, "device");
        }
    }

    /** The connection is closed with 4401 and the notice {@code handshake_refused}. */
    record Refuse() implements Verdict {}
}
