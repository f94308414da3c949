package io.mychat.gateway.spi.session;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A message (4001) for the live sessions of a user. It is not stored.
 *
 * @param devices the devices that get it
 * @param data the {@code data} of the message: JSON, at most {@code server.max_message_bytes} of UTF-8
 * @param idempotencyKey names the push for the host application, see {@link #isValidKey}: within {@code
 *     messages.idempotency_hours} its repetition pushes nothing and gets the first outcome
 * @since 0.1.0
 */
public record PushRequest(String userId, DeviceSelector devices, String data, Optional<String> idempotencyKey) {

    /** The longest idempotency key, in characters. */
    public static final int MAX_KEY = 200;

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1," + MAX_KEY + "}");

    public PushRequest {
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(devices, "devices");
        Objects.requireNonNull(data, "data");
        if (idempotencyKey.filter(key -> !isValidKey(key)).isPresent()) {
            throw new IllegalArgumentException("an idempotency key is 1 to " + MAX_KEY + " visible ASCII characters");
        }
    }

    /** A message for all devices of a user. */
    public static PushRequest to(String userId, String data) {
        return new PushRequest(userId, DeviceSelector.all(), data, Optional.empty());
    }

    /** The same message for one device. */
    public PushRequest device(DeviceKey device) {
        return new PushRequest(userId, DeviceSelector.of(device), data, idempotencyKey);
    }

    /** The same message for the devices of one platform. */
    public PushRequest platform(String platform) {
        return new PushRequest(userId, DeviceSelector.ofPlatform(platform), data, idempotencyKey);
    }

    /** The same message with a name, so that its repetition pushes nothing. */
    public PushRequest once(String key) {
        return new PushRequest(userId, devices, data, Optional.of(key));
    }

    /** Whether {@code text} is 1 to {@value #MAX_KEY} visible ASCII characters. */
    public static boolean isValidKey(String text) {
        return KEY.matcher(text).matches();
    }

    /** Omits the data. */
    @Override
    public String toString() {
        return "PushRequest[userId=" + userId + ", devices=" + devices + ", data=" + data.length()
                + " characters, idempotencyKey=" + idempotencyKey + "]";
    }
}
