package io.mychat.gateway.client.data;

/**
 * Another device of the user has logged in (4002).
 *
 * @param loginAt RFC 3339, UTC
 * @since 0.1.0
 */
public record NewLogin(String platform, String deviceId, String ip, String loginAt) {

    /** Reads 4002. */
    public static NewLogin of(JsonObject json) {
        return new NewLogin(
                json.text("platform", ""), json.text("device_id", ""), json.text("ip", ""), json.text("login_at", ""));
    }
}
