package io.mychat.gateway.redis.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.redis.client.Json;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.RefreshGrant;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/** A family's grant as it is stored: a JSON object without its end, which changes with each rotation. */
final class Grants {

    private Grants() {}

    static String write(RefreshGrant grant) {
        ObjectNode json = Json.object()
                .put("family_id", grant.familyId())
                .put("user_id", grant.userId())
                .put("username", grant.user().username());
        ArrayNode roles = json.putArray("roles");
        grant.user().roles().stream().sorted().forEach(roles::add);
        json.put("platform", grant.device().platform())
                .put("device_id", grant.device().deviceId());
        return Json.text(json);
    }

    /** @throws StoreUnavailableException when it is not what {@link #write} writes */
    static RefreshGrant read(String text, String expiresAt) {
        JsonNode json = Json.read(text).orElseThrow(() -> new StoreUnavailableException("a stored grant is no grant"));
        try {
            Set<String> roles = new LinkedHashSet<>();
            json.path("roles").forEach(role -> roles.add(role.asText()));
            return new RefreshGrant(
                    json.path("family_id").asText(),
                    new UserInfo(
                            json.path("user_id").asText(), json.path("username").asText(), roles),
                    new DeviceKey(
                            json.path("platform").asText(),
                            json.path("device_id").asText()),
                    Instant.parse(expiresAt));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new StoreUnavailableException("a stored grant is no grant", e);
        }
    }

    static String device(DeviceKey device) {
        return device.platform() + ":" + device.deviceId();
    }
}
