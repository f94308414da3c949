package io.mychat.gateway.core.http.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.http.Access;
import io.mychat.gateway.core.http.ApiEndpoint;
import io.mychat.gateway.core.http.ApiRequest;
import io.mychat.gateway.core.http.Endpoint;
import io.mychat.gateway.core.http.EndpointGroup;
import io.mychat.gateway.core.reload.ConfigManager;
import java.util.List;

/** {@code GET /api/system/config}: the configuration of this node, without secrets. */
public final class ConfigEndpoint implements EndpointGroup {

    private final ConfigManager configuration;
    private final String node;
    private final Json json;

    /** @param node the name of this node */
    public ConfigEndpoint(ConfigManager configuration, String node, Json json) {
        this.configuration = configuration;
        this.node = node;
        this.json = json;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/system/config", Access.ADMIN, "EffectiveConfig", this::show));
    }

    private ApiEndpoint.Result show(ApiRequest request) {
        ConfigManager.Shown shown = configuration.shown();
        ObjectNode body = json.object().put("node", node);
        for (ConfigFile file : ConfigFile.values()) {
            body.set(file.typeName(), shown.files().get(file));
        }
        ArrayNode restart = body.putArray("restart_needed");
        shown.restartNeeded().forEach(restart::add);
        return ApiEndpoint.Result.ok(body);
    }
}
