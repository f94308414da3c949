package io.mychat.gateway.core.codec;

/** A codec has failed to encode a message; it is logged. The connection cannot continue without that message. */
public final class EncodingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EncodingException(RuntimeException cause) {
        super(cause);
    }
}
