package io.mychat.gateway.core.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.auth.AuthManager;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.ReloadOutcome;
import io.mychat.gateway.core.handler.BadArgumentException;
import io.mychat.gateway.core.reload.Reloader;
import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.session.UserInfo;
import java.nio.file.Path;
import java.util.Optional;

/** {@code POST /api/system/reload}: another configuration, for administrators. */
public final class ReloadEndpoint {

    private static final String ADMIN = "admin";

    private final AuthManager auth;
    private final Reloader reloader;
    private final Json json;

    public ReloadEndpoint(AuthManager auth, Reloader reloader, Json json) {
        this.auth = auth;
        this.reloader = reloader;
        this.json = json;
    }

    ApiEndpoint.Result reload(ApiRequest request) throws ApiError, BadArgumentException {
        UserInfo user = administrator(request);
        Optional<ConfigFile> file = ConfigFile.named(request.body().text("config_type"));
        if (file.isEmpty()) {
            throw ApiError.of(
                    ErrorCode.BAD_REQUEST,
                    "bad_config_type",
                    "config_type is gateway_config, platform_strategy or router_config.");
        }
        Optional<String> named = request.body().optionalText("config_path");
        Optional<Path> instead = named.flatMap(reloader::inside);
        if (named.isPresent() && instead.isEmpty()) {
            throw ApiError.of(
                    ErrorCode.FORBIDDEN, "path_refused", "config_path must lie inside the configuration directory.");
        }
        ReloadOutcome outcome = reloader.reload(file.get(), instead, "user " + user.userId() + " from " + request.ip());
        if (outcome instanceof ReloadOutcome.Rejected rejected) {
            throw faulty(rejected);
        }
        return ApiEndpoint.Result.ok(describe((ReloadOutcome.Reloaded) outcome));
    }

    private UserInfo administrator(ApiRequest request) throws ApiError {
        TokenVerdict verdict = auth.verify(request.bearerToken());
        if (!(verdict instanceof TokenVerdict.Valid valid)) {
            throw ApiError.of(
                    ErrorCode.UNAUTHORIZED,
                    ((TokenVerdict.Invalid) verdict).fault().error(),
                    "The token is not valid.");
        }
        UserInfo user = valid.claims().user();
        if (!user.roles().contains(ADMIN)) {
            throw ApiError.of(ErrorCode.FORBIDDEN, "role_required", "This is for administrators.");
        }
        return user;
    }

    private ApiError faulty(ReloadOutcome.Rejected rejected) {
        ArrayNode faults = json.object().putArray("faults");
        rejected.faults()
                .forEach(fault -> faults.addObject()
                        .put("file", fault.file())
                        .put("path", fault.path())
                        .put("message", fault.message()));
        return ApiError.of(
                        ErrorCode.BAD_REQUEST,
                        "config_invalid",
                        "The configuration has faults; the one before still counts.")
                .with("faults", faults);
    }

    private ObjectNode describe(ReloadOutcome.Reloaded reloaded) {
        ObjectNode body = json.object()
                .put("reloaded", true)
                .put("config_type", reloaded.file().typeName());
        ArrayNode changes = body.putArray("changes");
        reloaded.changes()
                .forEach(change -> changes.addObject()
                        .put("path", change.path())
                        .put("before", change.before())
                        .put("after", change.after()));
        ArrayNode restart = body.putArray("restart_needed");
        reloaded.restartNeeded().forEach(restart::add);
        return body;
    }
}
