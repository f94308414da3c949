package io.mychat.gateway.core.http.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.ReloadOutcome;
import io.mychat.gateway.core.http.Access;
import io.mychat.gateway.core.http.ApiEndpoint;
import io.mychat.gateway.core.http.ApiError;
import io.mychat.gateway.core.http.ApiRequest;
import io.mychat.gateway.core.http.Endpoint;
import io.mychat.gateway.core.http.EndpointGroup;
import io.mychat.gateway.core.protocol.BadArgumentException;
import io.mychat.gateway.core.reload.Reloader;
import io.mychat.gateway.spi.message.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * {@code POST /api/system/reload}: reads a configuration file again. A reload blocks on files, and one waits for the other:
 * so few wait here that requests of others always find a thread.
 */
public final class ReloadEndpoint implements EndpointGroup {

    /** One reads, and one waits; it reads what was written before its request. */
    private static final int MOST_AT_ONCE = 2;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private final Reloader reloader;
    private final Json json;

    public ReloadEndpoint(Reloader reloader, Json json) {
        this.reloader = reloader;
        this.json = json;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/system/reload", Access.ADMIN, "ReloadRequest", "Reloaded", this::reload));
    }

    private ApiEndpoint.Result reload(ApiRequest request) throws ApiError, BadArgumentException {
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
        boolean checkOnly = request.body().flag("check_only");
        String by = request.caller().describe();
        ReloadOutcome outcome = inTurn(
                () -> checkOnly ? reloader.preview(file.get(), instead) : reloader.reload(file.get(), instead, by));
        if (outcome instanceof ReloadOutcome.Rejected rejected) {
            throw faulty(rejected);
        }
        return ApiEndpoint.Result.ok(describe((ReloadOutcome.Reloaded) outcome, !checkOnly));
    }

    private ReloadOutcome inTurn(Supplier<ReloadOutcome> work) throws ApiError {
        if (!places.tryAcquire()) {
            throw ApiError.later(
                    ErrorCode.SERVICE_UNAVAILABLE,
                    "reload_in_progress",
                    "A reload is in progress and another one waits; repeat the request.",
                    RETRY_AFTER);
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
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
                        "The configuration is invalid; the previous one stays in effect.")
                .with("faults", faults);
    }

    private ObjectNode describe(ReloadOutcome.Reloaded reloaded, boolean done) {
        ObjectNode body = json.object()
                .put("reloaded", done)
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
