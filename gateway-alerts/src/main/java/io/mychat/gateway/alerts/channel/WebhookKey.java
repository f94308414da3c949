package io.mychat.gateway.alerts.channel;

import java.util.Arrays;
import java.util.Base64;

/** The key of a webhook's signature: 24 to 64 bytes, written as {@code whsec_} and Base64. */
final class WebhookKey {

    private static final String PREFIX = "whsec_";
    private static final int SHORTEST = 24;
    private static final int LONGEST = 64;

    private final byte[] bytes;

    private WebhookKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws IllegalArgumentException with a message that does not show it */
    static WebhookKey of(String text) {
        String rule = "must be whsec_ and " + SHORTEST + " to " + LONGEST
                + " random bytes in Base64, as from: echo whsec_$(openssl rand -base64 32)";
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException(rule);
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text.substring(PREFIX.length()));
        } catch (IllegalArgumentException e) {
            // Its message quotes a character of the secret.
            throw new IllegalArgumentException(rule);
        }
        if (bytes.length < SHORTEST || bytes.length > LONGEST) {
            throw new IllegalArgumentException(rule);
        }
        return new WebhookKey(bytes);
    }

    byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WebhookKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
