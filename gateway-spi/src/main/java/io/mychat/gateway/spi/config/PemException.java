package io.mychat.gateway.spi.config;

/**
 * A PEM file cannot be used. The message names the file, says what is wrong and what to do, and quotes nothing of the
 * content.
 *
 * @since 0.1.0
 */
public final class PemException extends Exception {

    private static final long serialVersionUID = 1L;

    PemException(String message) {
        super(message);
    }
}
