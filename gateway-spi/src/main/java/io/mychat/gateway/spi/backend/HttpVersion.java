package io.mychat.gateway.spi.backend;

/** What a service's servers speak. */
public enum HttpVersion {
    /** HTTP/1.1: one connection for each call under way. */
    HTTP_1_1,
    /** HTTP/2 where the server offers it, else HTTP/1.1: by upgrade (h2c) for http, by ALPN for https. */
    HTTP_2
}
