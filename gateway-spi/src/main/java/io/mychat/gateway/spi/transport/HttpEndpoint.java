package io.mychat.gateway.spi.transport;

/** Answers HTTP requests. Called by many threads at once; may block. */
@FunctionalInterface
public interface HttpEndpoint {

    /** Answers one request. The transport leaves the body out of an answer to HEAD. What it throws is answered with 500 and an empty body. */
    HttpResponse handle(HttpRequest request);

    /**
     * Decides about a request before its body is read, so that strangers' bytes are kept for nobody who may not send them. May
     * block. What it throws is answered as what {@link #handle} throws.
     *
     * @param head the request with an empty body
     */
    default HttpAdmission admit(HttpRequest head) {
        return new HttpAdmission.ReadBody(Integer.MAX_VALUE, this);
    }
}
