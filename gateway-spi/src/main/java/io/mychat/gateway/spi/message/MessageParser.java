package io.mychat.gateway.spi.message;

import java.util.Optional;
import java.util.ServiceLoader;

/**
 * MessageParser of specification 2.2, for those who have a message as text: reads a {@link UnifiedMessage} from JSON.
 * gateway-core brings it, and {@link ServiceLoader} finds it. Thread-safe.
 *
 * @since 0.1.0
 */
public interface MessageParser {

    /**
     * Reads one message, by the rules for the envelope of a frame. Unlike in a frame, {@code session_id}, {@code user_id}
     * and {@code timestamp} are read, too.
     *
     * @throws IllegalArgumentException when the text is not JSON, or a field is missing or invalid; the message names it
     */
    UnifiedMessage parse(String json);

    /**
     * The parser of the gateway on the class path.
     *
     * @throws IllegalStateException when there is none
     */
    static MessageParser find() {
        return find(MessageParser.class.getClassLoader())
                .or(() -> find(Thread.currentThread().getContextClassLoader()))
                .orElseThrow(() -> new IllegalStateException(
                        "there is no MessageParser: add gateway-core to the class path or module path"));
    }

    private static Optional<MessageParser> find(ClassLoader loader) {
        return ServiceLoader.load(MessageParser.class, loader).findFirst();
    }
}
