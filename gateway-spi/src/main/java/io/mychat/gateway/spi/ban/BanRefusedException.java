package io.mychat.gateway.spi.ban;

/**
 * A ban that the gateway does not carry out; the message says why and what to do.
 *
 * @since 0.1.0
 */
public class BanRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String error;

    /** @param error the machine-readable reason, such as {@code ban_too_wide} */
    public BanRefusedException(String error, String message) {
        super(message);
        this.error = error;
    }

    /** The machine-readable reason. */
    public String error() {
        return error;
    }
}
