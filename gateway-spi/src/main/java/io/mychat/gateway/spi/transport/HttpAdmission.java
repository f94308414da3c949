package io.mychat.gateway.spi.transport;

/** What becomes of a request whose body has not been read. */
public sealed interface HttpAdmission {

    /** The answer, whatever the body. The connection closes when there is one. */
    record Answer(HttpResponse response) implements HttpAdmission {}

    /**
     * The body is read.
     *
     * @param maxBytes its largest length; the transport's own limit holds too
     * @param then answers the whole request, marked where the body was too large
     */
    record ReadBody(int maxBytes, HttpEndpoint then) implements HttpAdmission {}
}
