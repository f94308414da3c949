package io.mychat.gateway.spi.session;

import java.util.Objects;

/**
 * A request to end sessions of a user (close code 4410).
 *
 * @param devices the devices whose sessions end
 * @param reason what the clients are told (4003); see {@link #isValidReason}
 * @param revoke whether tokens are revoked, too: all tokens of the user; those of a named device, connected or not; for
 *     a platform those of its connected devices
 * @param by who asks, for the audit log
 * @since 0.1.0
 */
public record KickRequest(String userId, DeviceSelector devices, String reason, boolean revoke, String by) {

    /** The longest reason, in characters. */
    public static final int MAX_REASON = 100;

    /** The reason of a kick without another one. */
    public static final String DEFAULT_REASON = "kicked";

    public KickRequest {
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(devices, "devices");
        Objects.requireNonNull(by, "by");
        if (!isValidReason(reason)) {
            throw new IllegalArgumentException("reason must be 1 to " + MAX_REASON + " printable characters");
        }
    }

    /** A kick of all sessions of a user, asked for by the host application. */
    public static KickRequest of(String userId) {
        return new KickRequest(userId, DeviceSelector.all(), DEFAULT_REASON, false, "host application");
    }

    /** The same for one device. */
    public KickRequest device(DeviceKey device) {
        return new KickRequest(userId, DeviceSelector.of(device), reason, revoke, by);
    }

    /** The same for the devices of one platform. */
    public KickRequest platform(String platform) {
        return new KickRequest(userId, DeviceSelector.ofPlatform(platform), reason, revoke, by);
    }

    /** The same with another reason. */
    public KickRequest because(String text) {
        return new KickRequest(userId, devices, text, revoke, by);
    }

    /** The same, and tokens are revoked. */
    public KickRequest revoking() {
        return new KickRequest(userId, devices, reason, true, by);
    }

    /** The same, asked for by somebody else. */
    public KickRequest by(String other) {
        return new KickRequest(userId, devices, reason, revoke, other);
    }

    /** Whether {@code text} is 1 to {@value #MAX_REASON} characters without control and format characters. */
    public static boolean isValidReason(String text) {
        return ReasonText.isValid(MAX_REASON, text);
    }
}
