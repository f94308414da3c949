package io.mychat.gateway.spi.transport;

/** Answers HTTP requests. Called by many threads at once; may block. */
@FunctionalInterface
public interface HttpEndpoint {

    /** Answers one request. What it throws is answered with 500 and an empty body. */
    HttpResponse handle(HttpRequest request);
}
