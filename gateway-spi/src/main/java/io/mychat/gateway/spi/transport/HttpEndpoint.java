package io.mychat.gateway.spi.transport;

/** Answers HTTP requests. Called by many threads at once; may block. */
@FunctionalInterface
public interface HttpEndpoint {

    /** Answers one request. The transport leaves the body out of an answer to HEAD. What it throws is answered with 500 and an empty body. */
    HttpResponse handle(HttpRequest request);
}
