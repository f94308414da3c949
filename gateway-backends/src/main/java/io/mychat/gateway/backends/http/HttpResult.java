package io.mychat.gateway.backends.http;

import java.util.Optional;

/** What came of one HTTP exchange. */
public sealed interface HttpResult {

    /**
     * A whole answer.
     *
     * @param retryAfter the header as it stands
     */
    record Response(int status, Optional<String> retryAfter, byte[] body) implements HttpResult {}

    /** The body is longer than it may be. */
    record TooLarge() implements HttpResult {}

    /** The server was not reached: it has not seen the request. */
    record NotConnected(String why) implements HttpResult {}

    /** There was no whole answer in time. */
    record TimedOut() implements HttpResult {}

    /** The connection broke, or what came is not HTTP. */
    record Broken(String why) implements HttpResult {}
}
