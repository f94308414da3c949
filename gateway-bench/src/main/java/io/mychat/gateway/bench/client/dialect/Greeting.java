package io.mychat.gateway.bench.client.dialect;

import java.io.IOException;
import java.util.List;

/** The login of one client, from the upgrade on. Not thread-safe. */
public interface Greeting {

    /** Of a server that asks for no login. */
    Greeting NONE = new Greeting() {
        @Override
        public List<String> opening() {
            return List.of();
        }

        @Override
        public List<String> answer(String received) throws IOException {
            throw new IOException("unexpected: " + received);
        }

        @Override
        public boolean isDone() {
            return true;
        }
    };

    /** What is said first. */
    List<String> opening();

    /**
     * What is said next.
     *
     * @throws IOException the login was refused
     */
    List<String> answer(String received) throws IOException;

    /** Whether the client is logged in, and gets what is sent to it from now on. */
    boolean isDone();
}
