package io.mychat.gateway.spi.transport;

/**
 * The decision about a request before its body is read.
 *
 * @since 0.1.0
 */
public sealed interface HttpAdmission {

    /** The request is answered without its body. If it has a body, the connection closes. */
    record Answer(HttpResponse response) implements HttpAdmission {}

    /**
     * The body is read.
     *
     * @param maxBytes the largest length of the body; the transport's own limit applies, too
     * @param then answers the whole request, which says whether the body was too large
     */
    record ReadBody(int maxBytes, HttpEndpoint then) implements HttpAdmission {}
}
