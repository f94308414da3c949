package io.mychat.gateway.spi;

/**
 * A store did not answer within its deadline. The operation was not executed, or its outcome is unknown. The client
 * gets code 503.
 *
 * @since 0.1.0
 */
public class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message) {
        super(message);
    }

    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
