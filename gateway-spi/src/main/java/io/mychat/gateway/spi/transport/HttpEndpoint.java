package io.mychat.gateway.spi.transport;

/** Answers HTTP requests. Thread-safe; may block. */
@FunctionalInterface
public interface HttpEndpoint {

    /**
     * Answers one request. The transport omits the body of a response to HEAD. An exception is answered with 500 and an empty
     * body.
     */
    HttpResponse handle(HttpRequest request);

    /**
     * Decides about a request before its body is read, so that no body is buffered for a client that may not send it. May
     * block. An exception is answered as in {@link #handle}.
     *
     * @param head the request with an empty body
     */
    default HttpAdmission admit(HttpRequest head) {
        return new HttpAdmission.ReadBody(Integer.MAX_VALUE, this);
    }
}
