package io.mychat.gateway.spi.backend;

/**
 * The HTTP version of a service's servers.
 *
 * @since 0.1.0
 */
public enum HttpVersion {
    /** HTTP/1.1, with one connection for each running call. */
    HTTP_1_1,
    /**
     * HTTP/2 if the server offers it, otherwise HTTP/1.1. Negotiated by upgrade (h2c) for http and by ALPN for https.
     */
    HTTP_2
}
