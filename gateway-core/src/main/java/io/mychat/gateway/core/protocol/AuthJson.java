package io.mychat.gateway.core.protocol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.spi.auth.AccessToken;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.session.UserInfo;
import java.time.Duration;

/** Users and tokens as clients see them, over WebSocket and HTTP alike. */
public final class AuthJson {

    private AuthJson() {}

    /** The {@code user_info} of a user. */
    public static ObjectNode user(Json json, UserInfo user) {
        ObjectNode info = json.object().put("user_id", user.userId()).put("username", user.username());
        ArrayNode roles = info.putArray("roles");
        if (!user.roles().isEmpty()) {
            user.roles().stream().sorted().forEach(roles::add);
        }
        return info;
    }

    /** A new object with both tokens of a login. */
    public static ObjectNode tokens(Json json, AccessToken access, String refreshToken) {
        return json.object().put("token", access.token()).put("refresh_token", refreshToken);
    }

    /** The {@code expires_in} of a token that has just been issued, in seconds. */
    public static long expiresIn(TokenClaims issued) {
        return Duration.between(issued.issuedAt(), issued.expiresAt()).toSeconds();
    }
}
