package io.mychat.gateway.spi;

/**
 * A store could not answer within its deadline: the operation was not done, or is not known to be done. The client is
 * answered with 503.
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
