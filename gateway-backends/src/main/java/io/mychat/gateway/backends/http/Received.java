package io.mychat.gateway.backends.http;

import java.util.Optional;

/** What came of one HTTP exchange. */
public sealed interface Received {

    /**
     * A whole answer.
     *
     * @param retryAfter the header as it stands
     */
    record Response(int status, Optional<String> retryAfter, byte[] body) implements Received {}

    /** The body is longer than it may be. */
    record TooLarge() implements Received {}

    /** The server was not reached: it has not seen the request. */
    record NotConnected(String why) implements Received {}

    /** There was no whole answer in time. */
    record TimedOut() implements Received {}

    /** The connection broke, or what came is not HTTP. */
    record Broken(String why) implements Received {}
}
