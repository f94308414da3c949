package io.mychat.gateway.client;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the session across restarts: a text that has tokens, so store it like a password. Its calls come on a thread for callbacks, one after the
 * other, and may block. A failure is reported and disturbs nothing.
 *
 * @since 0.1.0
 */
public interface SessionStore {

    /** What was saved last, or null. */
    @Nullable
    String load();

    /** Saves a session; null: the user has logged out. */
    void save(@Nullable String session);

    /** Keeps the session in a file that only its owner reads, where the file system can say so. */
    static SessionStore file(Path file) {
        return new SessionFile(file);
    }
}
