package io.mychat.gateway.bench.client.dialect;

import java.io.IOException;
import java.util.Optional;

/** What clients and a server of one kind say to each other, in text frames. Not thread-safe. */
public interface Dialect {

    /** What a text means for a message from person to person. */
    enum Meaning {
        /** The server has taken a message of this client, or its acknowledgement. */
        ANSWER,
        /** Somebody else's message. */
        DELIVERY,
        /** Neither. */
        OTHER
    }

    /** The target of the upgrade. */
    String path();

    /**
     * The login of one client.
     *
     * @param client its number, from 0
     * @param line its line of the server's file; empty without one
     */
    Greeting greeting(int client, String line);

    /** The login of a client that has been there before, and goes on where it was, if the server knows how. */
    default Greeting returning(int client, String line) {
        return greeting(client, line);
    }

    /** A message to a client. */
    String say(int toClient, Said said);

    /** @throws IOException for a refusal */
    Meaning meaning(String text) throws IOException;

    /** The acknowledgement of a delivery, which gets an answer. */
    String acknowledge(String delivery) throws IOException;

    /** What keeps the connection: the answer to a text that asks whether the client is still there. */
    default Optional<String> alive(String text) {
        return Optional.empty();
    }

    /**
     * A message.
     *
     * @param number counts the messages of its sender from 1
     * @param id is unique among all messages
     */
    record Said(int number, String id, String content) {}
}
