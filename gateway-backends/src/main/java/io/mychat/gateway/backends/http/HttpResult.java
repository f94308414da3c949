package io.mychat.gateway.backends.http;

import java.util.Optional;

/** The result of one HTTP exchange. */
public sealed interface HttpResult {

    /**
     * A complete response.
     *
     * @param retryAfter the unparsed header
     */
    record Response(int status, Optional<String> retryAfter, byte[] body) implements HttpResult {}

    /** The body exceeds the limit. */
    record TooLarge() implements HttpResult {}

    /** There was no connection; the server has not seen the request. */
    record NotConnected(String why) implements HttpResult {}

    /** There was no complete response in time. */
    record TimedOut() implements HttpResult {}

    /** The connection broke, or the response is not HTTP. */
    record Broken(String why) implements HttpResult {}
}
