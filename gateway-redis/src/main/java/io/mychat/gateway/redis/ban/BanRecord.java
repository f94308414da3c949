package io.mychat.gateway.redis.ban;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.redis.client.Json;
import io.mychat.gateway.spi.ban.Ban;
import io.mychat.gateway.spi.ban.BanTarget;
import io.mychat.gateway.spi.ban.BanTerms;
import io.mychat.gateway.spi.session.DeviceKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stored form of a ban: a JSON object. */
final class BanRecord {

    private static final Logger LOG = LoggerFactory.getLogger(BanRecord.class);

    private BanRecord() {}

    /** The number of the key that holds bans of this kind, as the scripts have it. */
    static String kind(Ban ban) {
        return ban.terms().isAutomatic() ? "2" : "1";
    }

    /** The end in milliseconds, as the scripts have it; empty: none. */
    static String end(Ban ban) {
        return ban.terms()
                .until()
                .map(until -> Long.toString(until.toEpochMilli()))
                .orElse("");
    }

    static String write(Ban ban) {
        BanTerms terms = ban.terms();
        ObjectNode json = Json.object().put("id", ban.id());
        if (ban.target() instanceof BanTarget.User user) {
            json.put("user_id", user.userId());
        } else if (ban.target() instanceof BanTarget.Device device) {
            json.put("user_id", device.userId())
                    .put("platform", device.device().platform())
                    .put("device_id", device.device().deviceId());
        } else if (ban.target() instanceof BanTarget.Address address) {
            json.put("address", address.block());
        }
        if (!ban.username().isEmpty()) {
            json.put("username", ban.username());
        }
        json.put("reason", terms.reason())
                .put("by", terms.by())
                .put("since", terms.since().toString());
        terms.until().ifPresent(until -> json.put("until", until.toString()));
        return Json.text(json.put("automatic", terms.isAutomatic()));
    }

    /** Empty when it is no ban. */
    static Optional<Ban> read(String text) {
        return Json.read(text).flatMap(BanRecord::read);
    }

    private static Optional<Ban> read(JsonNode json) {
        try {
            BanTerms terms = new BanTerms(
                    text(json, "reason"),
                    text(json, "by"),
                    Instant.parse(text(json, "since")),
                    json.has("until") ? Optional.of(Instant.parse(text(json, "until"))) : Optional.empty(),
                    json.path("automatic").asBoolean());
            return Optional.of(new Ban(
                    text(json, "id"), target(json), json.path("username").asText(), terms));
        } catch (IllegalArgumentException | DateTimeException e) {
            LOG.debug("not a ban", e);
            return Optional.empty();
        }
    }

    private static BanTarget target(JsonNode json) {
        if (json.has("address")) {
            return new BanTarget.Address(text(json, "address"));
        }
        return json.has("device_id")
                ? new BanTarget.Device(
                        text(json, "user_id"), new DeviceKey(text(json, "platform"), text(json, "device_id")))
                : new BanTarget.User(text(json, "user_id"));
    }

    private static String text(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("no text " + name);
        }
        return value.textValue();
    }
}
