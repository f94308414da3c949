package io.mychat.gateway.transport.common.request;

import java.io.IOException;

/** A connection of a trusted proxy does not start with a valid PROXY header. */
public final class ProxyHeaderException extends IOException {

    private static final long serialVersionUID = 1L;

    ProxyHeaderException(String message) {
        super(message);
    }
}
