package io.mychat.gateway.redis.auth;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.redis.client.Json;
import java.util.Optional;

/** The family and user of a refresh token, as stored in the index of hashes. */
record TokenOwner(String familyId, String userId) {

    String text() {
        return Json.text(Json.object().put("family_id", familyId).put("user_id", userId));
    }

    /** Parses a stored text; empty when it is invalid. */
    static Optional<TokenOwner> read(String text) {
        return text.isEmpty()
                ? Optional.empty()
                : Json.read(text)
                        .filter(json -> isText(json, "family_id") && isText(json, "user_id"))
                        .map(json -> new TokenOwner(
                                json.path("family_id").textValue(),
                                json.path("user_id").textValue()));
    }

    private static boolean isText(JsonNode json, String name) {
        return json.path(name).isTextual();
    }
}
