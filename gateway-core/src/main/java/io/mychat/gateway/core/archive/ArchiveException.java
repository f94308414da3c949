package io.mychat.gateway.core.archive;

/**
 * An export or import cannot go on; the message says where and why, without content of messages.
 *
 * @since 0.1.0
 */
public final class ArchiveException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ArchiveException(String message) {
        super(message);
    }
}
