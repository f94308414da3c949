package io.mychat.gateway.spi.transport;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Answers HTTP requests. Thread-safe; may block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface HttpEndpoint {

    /**
     * Answers one request. The transport omits the body of a response to HEAD. An exception is answered with 500 and an
     * empty body.
     */
    HttpResponse handle(HttpRequest request);

    /**
     * Answers one request now or later. A transport calls this method, and a pending stage holds none of its threads. A
     * failed stage is answered as an exception. The endpoint bounds its pending stages.
     *
     * @return a stage that any thread may complete
     */
    default CompletionStage<HttpResponse> handleAsync(HttpRequest request) {
        return CompletableFuture.completedFuture(handle(request));
    }

    /**
     * Decides about a request before its body is read, so that no body is buffered for a client that may not send it.
     * May block. An exception is answered as in {@link #handle}.
     *
     * @param head the request with an empty body
     */
    default HttpAdmission admit(HttpRequest head) {
        return new HttpAdmission.ReadBody(Integer.MAX_VALUE, this);
    }
}
