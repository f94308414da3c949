package io.mychat.gateway.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.spi.transport.HttpSettings;
import io.mychat.gateway.spi.transport.HttpTransport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares every answer of the HTTP API with {@code openapi.json}: its status must be described there, its body must have
 * the described schema, and so must the body of a request that succeeded. What does not match is thrown, which transports
 * for tests report.
 */
public final class ApiContract implements HttpTransport {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
    private static final JsonNode DOCUMENT = read();
    private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

    private final HttpTransport transport;
    private @Nullable LazyEndpoint api;

    public ApiContract(HttpTransport transport) {
        this.transport = transport;
    }

    public static JsonNode document() {
        return DOCUMENT;
    }

    @Override
    public InetSocketAddress start(HttpSettings settings, HttpEndpoint endpoint) throws IOException {
        api = (LazyEndpoint) endpoint;
        return transport.start(settings, request -> {
            HttpResponse response = endpoint.handle(request);
            check(request, response);
            return response;
        });
    }

    @Override
    public Optional<HttpTransport> another() {
        return transport.another().map(ApiContract::new);
    }

    @Override
    public boolean isAccepting() {
        return transport.isAccepting();
    }

    @Override
    public void close() {
        transport.close();
        api = null;
    }

    private HttpApi api() {
        return (HttpApi) Objects.requireNonNull(api).endpoint();
    }

    /** The endpoint table of the gateway, a line each: method, path, who may, what it takes and gives. */
    public Set<String> table() {
        Set<String> lines = new TreeSet<>();
        for (Endpoint endpoint : api().endpoints()) {
            lines.add(endpoint.method() + " " + endpoint.path() + " " + endpoint.access() + " "
                    + endpoint.takes().orElse("-") + " " + endpoint.gives());
        }
        return lines;
    }

    /** The document as {@link #table()} has it. */
    public static Set<String> described() {
        Set<String> lines = new TreeSet<>();
        DOCUMENT.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(
                                operation -> lines.add(line(path.getKey(), operation.getKey(), operation.getValue()))));
        return lines;
    }

    private static String line(String path, String method, JsonNode operation) {
        return method.toUpperCase(Locale.ROOT) + " " + Endpoint.BASE + path + " " + access(operation) + " "
                + schema(operation.path("requestBody")) + " " + schema(operation.at("/responses/200"));
    }

    private static Access access(JsonNode operation) {
        return switch (operation.path("security").toString()) {
            case "[]" -> Access.ANYONE;
            case "[{\"bearer\":[]}]" -> Access.BEARER;
            case "[{\"bearer\":[]},{}]" -> Access.OPTIONAL_BEARER;
            case "[{\"bearer\":[\"admin\"]},{\"api_key\":[\"admin\"]}]" -> Access.ADMIN;
            case "[{\"bearer\":[\"admin\"]},{\"api_key\":[]}]" -> Access.ADMIN_OR_API_KEY;
            case "[{\"bearer\":[\"admin\"]},{\"api_key\":[]},{}]" -> Access.METRICS;
            default -> throw new AssertionError("nobody knows this security: " + operation.path("security"));
        };
    }

    /** The name of the schema of a body in JSON or of a form; {@code -} where there is none. */
    private static String schema(JsonNode body) {
        JsonNode content = body.path("content");
        String ref = content.path(content.has(FORM) ? FORM : "application/json")
                .path("schema")
                .path("$ref")
                .asText("-");
        return ref.substring(ref.lastIndexOf('/') + 1);
    }

    private void check(HttpRequest request, HttpResponse response) {
        if (request.method().equals("OPTIONS") && response.status() == 204) {
            assertThat(response.body()).isEmpty();
            return;
        }
        String call = request.method() + " " + request.path() + " " + response.status();
        JsonNode operation = operation(request);
        if (operation.isMissingNode() || isOfTheOtherPort(request)) {
            assertThat(response.status()).as(call).isIn(404, 405);
            matches(call, "Error", response.body());
            return;
        }
        JsonNode described = resolve(operation.path("responses").path(Integer.toString(response.status())));
        assertThat(described.isMissingNode()).as("%s is not described", call).isFalse();
        described
                .path("headers")
                .fieldNames()
                .forEachRemaining(
                        name -> assertThat(response.headers()).as(call).containsKey(name));
        String type =
                Objects.requireNonNull(response.headers().get("Content-Type")).split(";", 2)[0];
        assertThat(described.path("content").has(type))
                .as("%s with %s", call, type)
                .isTrue();
        if (type.equals("application/json")) {
            matches(call, schema(described), response.body());
        }
        if (response.status() < 300 && request.body().length > 0) {
            JsonNode body = operation.path("requestBody");
            boolean isForm = body.path("content").has(FORM);
            matches("the request of " + call, schema(body), isForm ? fields(request.body()) : request.body());
        }
    }

    /** The fields of a form as a JSON object. */
    private static byte[] fields(byte[] form) {
        ObjectNode fields = MAPPER.createObjectNode();
        for (String pair : new String(form, StandardCharsets.UTF_8).split("&", -1)) {
            String[] parts = pair.split("=", 2);
            fields.put(
                    URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                    URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return fields.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** With a management port not everything is served here. */
    private boolean isOfTheOtherPort(HttpRequest request) {
        return api().endpoints().stream()
                .noneMatch(endpoint -> endpoint.path().equals(Endpoint.BASE + described(request)));
    }

    private static JsonNode operation(HttpRequest request) {
        String path = described(request);
        String method =
                request.method().equals("HEAD") ? "get" : request.method().toLowerCase(Locale.ROOT);
        return DOCUMENT.path("paths").path(path).path(method);
    }

    /** The path of a request as the document has it. */
    private static String described(HttpRequest request) {
        String path = request.path().startsWith(Endpoint.BASE)
                ? request.path().substring(Endpoint.BASE.length())
                : request.path();
        return path.matches("/bans/[^/]+") ? "/bans/{id}" : path;
    }

    private static JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? DOCUMENT.at(node.path("$ref").asText().substring(1)) : node;
    }

    private static void matches(String call, String name, byte[] body) {
        String json = new String(body, StandardCharsets.UTF_8);
        List<String> faults = new ArrayList<>();
        SCHEMAS.computeIfAbsent(name, ApiContract::load)
                .validate(json, InputFormat.JSON)
                .forEach(fault -> faults.add(fault.toString()));
        assertThat(faults).as("%s: %s as %s", call, json, name).isEmpty();
    }

    private static Schema load(String name) {
        assertThat(DOCUMENT.at("/components/schemas").has(name)).as(name).isTrue();
        ObjectNode schema = MAPPER.createObjectNode().put("$ref", "#/components/schemas/" + name);
        schema.set("components", DOCUMENT.path("components"));
        return REGISTRY.getSchema(schema);
    }

    private static JsonNode read() {
        try (InputStream stream = HttpApi.class.getResourceAsStream("openapi.json")) {
            return MAPPER.readTree(Objects.requireNonNull(stream));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The body of an answer. */
    public static JsonNode json(HttpResponse response) {
        String text = new String(response.body(), StandardCharsets.UTF_8);
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
