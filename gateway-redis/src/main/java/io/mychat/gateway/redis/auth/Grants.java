package io.mychat.gateway.redis.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.redis.client.Json;
import io.mychat.gateway.spi.auth.RefreshGrant;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stored form of a family's grant: a JSON object without the expiry, which changes with each rotation. Thread-safe.
 */
final class Grants {

    private static final Logger LOG = LoggerFactory.getLogger(Grants.class);

    private static final Pattern MILLIS = Pattern.compile("\\d{1,15}");

    private final RateLimitedLog unreadable;

    Grants(TimeSource time) {
        this.unreadable = new RateLimitedLog(LOG::warn, time);
    }

    static String write(RefreshGrant grant) {
        ObjectNode json = Json.object()
                .put("family_id", grant.familyId())
                .put("user_id", grant.userId())
                .put("username", grant.user().username());
        if (grant.account().isKnown()) {
            json.put("account", grant.account().fingerprint());
        }
        ArrayNode roles = json.putArray("roles");
        grant.user().roles().stream().sorted().forEach(roles::add);
        json.put("platform", grant.device().platform())
                .put("device_id", grant.device().deviceId());
        return Json.text(json);
    }

    /** Empty when it is not what {@link #write} writes. */
    Optional<RefreshGrant> read(String text, String expiresAt) {
        Optional<RefreshGrant> grant = Json.read(text).flatMap(json -> read(json, expiresAt));
        if (grant.isEmpty()) {
            unreadable.log("A stored grant is unreadable and counts as absent");
        }
        return grant;
    }

    private static Optional<RefreshGrant> read(JsonNode json, String expiresAt) {
        try {
            Set<String> roles = new LinkedHashSet<>();
            json.path("roles").forEach(role -> roles.add(role.asText()));
            return Optional.of(new RefreshGrant(
                    json.path("family_id").asText(),
                    new AccountState(
                            new UserInfo(
                                    json.path("user_id").asText(),
                                    json.path("username").asText(),
                                    roles),
                            // A release that wrote none knew none.
                            json.path("account").asText()),
                    new DeviceKey(
                            json.path("platform").asText(),
                            json.path("device_id").asText()),
                    end(expiresAt)));
        } catch (IllegalArgumentException | DateTimeException e) {
            LOG.debug("not a grant", e);
            return Optional.empty();
        }
    }

    /** As text, or in milliseconds where it is the end of the whole family. */
    private static Instant end(String text) {
        return MILLIS.matcher(text).matches() ? Instant.ofEpochMilli(Long.parseLong(text)) : Instant.parse(text);
    }

    static String device(DeviceKey device) {
        return device.platform() + ":" + device.deviceId();
    }
}
