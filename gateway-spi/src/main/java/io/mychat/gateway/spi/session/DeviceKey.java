package io.mychat.gateway.spi.session;

import org.jspecify.annotations.Nullable;

/**
 * One device of a user (protocol.md 1.1). Two devices of different platforms may have the same device id.
 *
 * @param platform 1 to 32 of {@code a-z 0-9 _ -}
 * @param deviceId 1 to 128 of {@code A-Z a-z 0-9 . _ -}
 * @since 0.1.0
 */
public record DeviceKey(String platform, String deviceId) {

    private static final int LONGEST_PLATFORM = 32;
    private static final int LONGEST_DEVICE_ID = 128;
    private static final @Nullable String[] PLATFORMS = new String[64];

    public DeviceKey {
        if (!isValidPlatform(platform)) {
            throw new IllegalArgumentException("platform must be 1 to 32 of a-z 0-9 _ -");
        }
        if (!isValidDeviceId(deviceId)) {
            throw new IllegalArgumentException("device_id must be 1 to 128 of A-Z a-z 0-9 . _ -");
        }
        platform = oneText(platform);
    }

    /** The same text for most devices of a platform: there are few platforms, and many devices are kept. */
    private static String oneText(String platform) {
        int place = platform.hashCode() & (PLATFORMS.length - 1);
        String known = PLATFORMS[place];
        if (platform.equals(known)) {
            return known;
        }
        PLATFORMS[place] = platform; // races do no harm: strings are immutable, and any of them will do
        return platform;
    }

    public static boolean isValidPlatform(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLower(c) && !isDigit(c) && c != '_' && c != '-') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= LONGEST_PLATFORM;
    }

    public static boolean isValidDeviceId(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLower(c) && (c < 'A' || c > 'Z') && !isDigit(c) && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= LONGEST_DEVICE_ID;
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
