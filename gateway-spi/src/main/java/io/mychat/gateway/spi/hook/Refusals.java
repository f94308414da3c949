package io.mychat.gateway.spi.hook;

/** The bounds of what a hook tells a client. */
final class Refusals {

    private static final int MAX_ERROR = 64;
    private static final int MAX_DETAIL = 1000;

    private Refusals() {}

    static void check(String error, String detail) {
        if (error.isEmpty() || error.length() > MAX_ERROR) {
            throw new IllegalArgumentException("error must be 1 to " + MAX_ERROR + " characters: " + error.length());
        }
        if (detail.length() > MAX_DETAIL) {
            throw new IllegalArgumentException(
                    "detail must be at most " + MAX_DETAIL + " characters: " + detail.length());
        }
    }
}
