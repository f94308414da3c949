package io.mychat.gateway.client.data;

import java.util.List;

/**
 * Who is logged in.
 *
 * @param userId the id, by which others send messages
 * @param username the name of the login
 * @since 0.1.0
 */
public record UserInfo(String userId, String username, List<String> roles) {

    public UserInfo {
        roles = List.copyOf(roles);
    }

    /** Reads {@code user_info}. */
    public static UserInfo of(JsonObject json) {
        return new UserInfo(json.text("user_id", ""), json.text("username", ""), json.texts("roles"));
    }
}
