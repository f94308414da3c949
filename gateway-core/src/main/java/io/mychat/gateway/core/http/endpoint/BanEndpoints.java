package io.mychat.gateway.core.http.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.ban.BanService;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.codec.MessageEncoder;
import io.mychat.gateway.core.http.Access;
import io.mychat.gateway.core.http.ApiEndpoint;
import io.mychat.gateway.core.http.ApiError;
import io.mychat.gateway.core.http.ApiRequest;
import io.mychat.gateway.core.http.Endpoint;
import io.mychat.gateway.core.http.EndpointGroup;
import io.mychat.gateway.core.protocol.Arguments;
import io.mychat.gateway.core.protocol.BadArgumentException;
import io.mychat.gateway.spi.ban.Ban;
import io.mychat.gateway.spi.ban.BanRefusedException;
import io.mychat.gateway.spi.ban.BanRequest;
import io.mychat.gateway.spi.ban.BanTarget;
import io.mychat.gateway.spi.ban.BanTerms;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.session.DeviceKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code /api/bans}: adds, lists and lifts bans. */
public final class BanEndpoints implements EndpointGroup {

    /** The default size of a page. */
    static final int DEFAULT_PAGE = 100;

    /** The largest number of bans on a page. */
    static final int MAX_PAGE = 1000;

    private final BanService bans;
    private final Json json;

    public BanEndpoints(BanService bans, Json json) {
        this.bans = bans;
        this.json = json;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/bans", Access.ADMIN, "BanPage", this::list),
                Endpoint.post("/bans", Access.ADMIN, "BanRequest", "BanReference", this::add),
                Endpoint.delete("/bans/{id}", Access.ADMIN, "BanReference", this::lift));
    }

    private ApiEndpoint.Result add(ApiRequest request) throws ApiError, BadArgumentException {
        Arguments body = request.body();
        String reason = body.text("reason");
        if (!BanTerms.isValidReason(reason)) {
            throw new BadArgumentException(
                    "bad_reason", "reason must be 1 to " + BanTerms.MAX_REASON + " printable characters.");
        }
        BanRequest wanted = new BanRequest(
                target(body), reason, duration(body), request.caller().describe(), body.flag("force"));
        try {
            return reference(bans.add(wanted));
        } catch (BanRefusedException e) {
            throw ApiError.of(ErrorCode.BAD_REQUEST, e.error(), String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw new BadArgumentException("bad_address", "address " + e.getMessage() + ".");
        }
    }

    private static BanTarget target(Arguments body) throws BadArgumentException {
        Optional<String> address = body.optionalText("address");
        boolean namesUser = body.optionalText("user_id").isPresent();
        if (address.isPresent() == namesUser) {
            throw new BadArgumentException("bad_target", "Send either user_id or address.");
        }
        if (address.isEmpty()) {
            Target target = Target.of(body);
            if (target.isWholeUser()) {
                return new BanTarget.User(target.userId());
            }
            if (target.platform().isEmpty() || target.deviceId().isEmpty()) {
                throw new BadArgumentException("bad_target", "A device needs both platform and device_id.");
            }
            return new BanTarget.Device(
                    target.userId(),
                    new DeviceKey(target.platform().get(), target.deviceId().get()));
        }
        if (body.optionalText("platform").isPresent()
                || body.optionalText("device_id").isPresent()) {
            throw new BadArgumentException("bad_target", "platform and device_id belong to a user_id.");
        }
        if (address.get().isEmpty() || address.get().length() > BanTarget.MAX_BLOCK_LENGTH) {
            throw new BadArgumentException("bad_address", "address must be an IP address or a CIDR block.");
        }
        return new BanTarget.Address(address.get());
    }

    private static Optional<Duration> duration(Arguments body) throws BadArgumentException {
        OptionalLong seconds = body.optionalNumber("seconds");
        long most = BanRequest.MAX_DURATION.toSeconds();
        if (seconds.isPresent() && (seconds.getAsLong() < 1 || seconds.getAsLong() > most)) {
            throw new BadArgumentException("bad_seconds", "seconds must be an integer from 1 to " + most + ".");
        }
        return seconds.isPresent() ? Optional.of(Duration.ofSeconds(seconds.getAsLong())) : Optional.empty();
    }

    private ApiEndpoint.Result lift(ApiRequest request) throws ApiError {
        Ban lifted = bans.lift(request.id(), request.caller().describe())
                .orElseThrow(() -> ApiError.of(ErrorCode.NOT_FOUND, "ban_not_found", "There is no ban with this id."));
        return reference(lifted);
    }

    private ApiEndpoint.Result reference(Ban ban) {
        ObjectNode body = json.object().put("id", ban.id());
        ban.terms().until().ifPresent(until -> body.put("until", MessageEncoder.rfc3339(until)));
        return ApiEndpoint.Result.ok(body);
    }

    private ApiEndpoint.Result list(ApiRequest request) throws BadArgumentException {
        int limit = request.number("limit", DEFAULT_PAGE, 1, MAX_PAGE);
        String after = request.parameter("cursor").orElse("");
        if (!after.isEmpty() && !Ban.isValidId(after)) {
            throw new BadArgumentException("bad_cursor", "cursor must be the next_cursor of an earlier page.");
        }
        // A change of another gateway may be moments old; without the store, the list in effect is still true.
        bans.refreshIfPossible();
        List<Ban> rest = bans.list().stream()
                .filter(ban -> ban.id().compareTo(after) > 0)
                .limit(limit + 1L)
                .toList();
        List<Ban> page = rest.subList(0, Math.min(limit, rest.size()));
        ObjectNode body = json.object();
        ArrayNode array = body.putArray("bans");
        page.forEach(ban -> describe(array.addObject(), ban));
        body.put("next_cursor", rest.size() > limit ? page.get(limit - 1).id() : null);
        return ApiEndpoint.Result.ok(body);
    }

    private static void describe(ObjectNode body, Ban ban) {
        body.put("id", ban.id());
        if (ban.target() instanceof BanTarget.Address address) {
            body.put("address", address.block());
        } else if (ban.target() instanceof BanTarget.Device device) {
            body.put("user_id", device.userId())
                    .put("platform", device.device().platform())
                    .put("device_id", device.device().deviceId());
        } else if (ban.target() instanceof BanTarget.User user) {
            body.put("user_id", user.userId());
        }
        BanTerms terms = ban.terms();
        body.put("reason", terms.reason())
                .put("by", terms.by())
                .put("created_at", MessageEncoder.rfc3339(terms.since()))
                .put("automatic", terms.isAutomatic());
        terms.until().ifPresent(until -> body.put("until", MessageEncoder.rfc3339(until)));
    }
}
