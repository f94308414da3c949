package io.mychat.gateway.spi.transport;

import java.util.Map;

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

    /**
     * The response is sent piece by piece, for as long as the listener likes. The connection closes afterwards, where the
     * transport owns it. The request has no body that is read, and is not a HEAD. Needs {@link TransportCapability#HTTP_STREAMING}; a transport that cannot
     * do it for this request answers 501 and reports the end to the listener.
     *
     * @param headers by name as sent; the transport adds the framing
     */
    record Stream(int status, Map<String, String> headers, HttpStreamListener listener) implements HttpAdmission {}
}
