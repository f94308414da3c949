package io.mychat.gateway.core.http;

import static io.mychat.gateway.core.testing.TestGateway.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.core.testing.FakeIssuer;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.spi.ban.BanRequest;
import io.mychat.gateway.spi.ban.BanTarget;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.testkit.ManualTime;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code GET /api/openapi.json} says what the gateway does: no more, no less. */
class OpenApiTest {

    private final FakeIssuer issuer = new FakeIssuer(new ManualTime());
    private final TestGateway gateway =
            TestGateway.start(builder -> builder.tokenVerifier(issuer).setting("server.events_enabled", true));

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void theDocumentIsValidOpenApi() {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);

        SwaggerParseResult result =
                new OpenAPIV3Parser().readContents(ApiContract.document().toString(), List.of(), options);

        assertThat(result.getMessages()).isEmpty();
        assertThat(result.isOpenapi31()).isTrue();
        assertThat(result.getOpenAPI().getPaths())
                .hasSameSizeAs(ApiContract.document().path("paths"));
    }

    @Test
    void theEndpointTableAndTheDocumentAreTheSame() {
        Set<String> expected = new TreeSet<>(ApiContract.described());
        assertThat(gateway.api.table()).isEqualTo(expected);
    }

    @Test
    void operationsHaveNamesOfTheirOwn() {
        List<String> names = ApiContract.document().findValuesAsText("operationId");

        assertThat(names).doesNotHaveDuplicates().hasSameSizeAs(ApiContract.described());
    }

    /** The gateway under test compares each answer with its schema, see {@link ApiContract}. */
    @Test
    void everyCallSucceedsAsDescribed() {
        JsonNode login = ApiContract.json(call(
                "POST /api/auth/login",
                "{\"username\":\"root\",\"password\":\"" + PASSWORD + "\",\"platform\":\"web\"}"));
        JsonNode tokens = ApiContract.json(call(
                "POST /api/auth/refresh",
                "{\"refresh_token\":\"" + login.path("refresh_token").textValue() + "\"}"));
        Map<String, String> headers =
                Map.of("Authorization", "Bearer " + tokens.path("token").textValue());
        gateway.login("alice", "ios", "phone");
        Map<String, String> bodies = Map.of(
                "POST /api/connections/kick", "{\"user_id\":\"alice\",\"reason\":\"spam\",\"revoke\":true}",
                "POST /api/bans", "{\"user_id\":\"mallory\",\"reason\":\"spam\",\"seconds\":60}",
                "POST /api/messages/push", "{\"user_id\":\"alice\",\"message\":{\"a\":[1.50]}}",
                "POST /api/messages/send", "{\"to_user\":\"alice\",\"content\":\"hi\"}",
                "POST /api/system/reload", "{\"config_type\":\"gateway_config\"}",
                "POST /api/auth/backchannel-logout", "logout_token=" + issuer.logout("bob", ""),
                "POST /api/auth/logout", "{}");

        // The logout comes last, as it ends the token.
        List<String> calls = gateway.api.table().stream()
                .map(line -> line.split(" ", 3)[0] + " " + line.split(" ", 3)[1])
                .filter(line -> !line.equals("POST /api/auth/login") && !line.equals("POST /api/auth/refresh"))
                .filter(line -> !line.endsWith(" /api/events")) // these need a stream: EventSessionsTest
                .sorted((one, other) -> Boolean.compare(one.endsWith("/logout"), other.endsWith("/logout")))
                .toList();
        assertThat(calls).hasSize(ApiContract.described().size() - 5);
        String ban = gateway.server
                .bans()
                .add(BanRequest.of(new BanTarget.User("eve"), "spam"))
                .id();
        for (String call : calls) {
            call(
                    call.replace("{id}", ban).replace("/trace", "/trace?user=alice"),
                    headers,
                    bodies.getOrDefault(call, ""));
        }
    }

    @Test
    void theDocumentIsServedToAnybody() {
        HttpResponse response = gateway.http.get("/api/openapi.json", Map.of());

        assertThat(ApiContract.json(response)).isEqualTo(ApiContract.document());
    }

    private static Map<String, String> withType(Map<String, String> headers, String body) {
        Map<String, String> all = new HashMap<>(headers);
        if (body.startsWith("logout_token=")) {
            all.put("content-type", "application/x-www-form-urlencoded");
        }
        return all;
    }

    private HttpResponse call(String line, String body) {
        return call(line, Map.of(), body);
    }

    private HttpResponse call(String line, Map<String, String> headers, String body) {
        String[] words = line.split(" ", 2);
        HttpResponse response = switch (words[0]) {
            case "GET" -> gateway.http.get(words[1], headers);
            case "DELETE" -> gateway.http.delete(words[1], headers);
            default -> gateway.http.post(words[1], withType(headers, body), body);
        };
        assertThat(response.status()).as(line).isEqualTo(200);
        return response;
    }
}
