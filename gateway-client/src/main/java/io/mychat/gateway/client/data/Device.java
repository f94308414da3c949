package io.mychat.gateway.client.data;

/**
 * One device on which the user is logged in (1004).
 *
 * @param loginAt RFC 3339, UTC
 * @param current whether it is the device that asks
 * @since 0.1.0
 */
public record Device(String platform, String deviceId, String sessionId, String ip, String loginAt, boolean current) {

    /** Reads one device. */
    public static Device of(JsonObject json) {
        return new Device(
                json.text("platform", ""),
                json.text("device_id", ""),
                json.text("session_id", ""),
                json.text("ip", ""),
                json.text("login_at", ""),
                json.flag("current"));
    }
}
