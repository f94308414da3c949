package io.mychat.gateway.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.mychat.gateway.core.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The manifests of {@code deploy/kubernetes} fit this program: its keys, its ports, its paths. {@code -Pops} compares
 * them with the charts that they come from.
 */
class KubernetesFilesTest {

    private static final Path ROOT = Path.of("../..");
    private static final Path MANIFESTS = ROOT.resolve("deploy/kubernetes");
    private static final String SECRETS = "/etc/mychat-gateway-secrets";
    private static final YAMLMapper YAML = new YAMLMapper();
    /** Between the end of the drain and SIGKILL: a message in progress, its answer, the close handshake. */
    private static final int RESERVE_SECONDS = 15;

    private static List<JsonNode> base;

    @BeforeAll
    static void readTheManifests() throws IOException {
        base = new ArrayList<>(documents("base/gateway.yaml"));
        base.addAll(documents("base/redis.yaml"));
    }

    private static List<JsonNode> documents(String file) throws IOException {
        try (var documents = YAML.readerFor(JsonNode.class)
                .<JsonNode>readValues(MANIFESTS.resolve(file).toFile())) {
            return documents.readAll().stream()
                    .filter(document -> !document.isNull())
                    .toList();
        }
    }

    private static JsonNode gateway() {
        return ofKind("Deployment").at("/spec/template/spec");
    }

    private static JsonNode ofKind(String kind) {
        return base.stream()
                .filter(document -> document.path("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static Stream<JsonNode> podSpecs() {
        return base.stream().map(document -> document.at("/spec/template/spec")).filter(JsonNode::isObject);
    }

    private static JsonNode config() throws IOException {
        return YAML.readTree(ofKind("ConfigMap").at("/data/gateway_config.json").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"base/gateway.yaml", "overlays/production/configmap.yaml"})
    void theConfigurationHasNoFaults(String file, @TempDir Path directory) throws IOException {
        JsonNode data = documents(file).stream()
                .filter(document -> document.path("kind").asText().equals("ConfigMap"))
                .findFirst()
                .orElseThrow()
                .path("data");
        write(directory.resolve("jwt"), "a secret of this test, and long enough");
        write(directory.resolve("redis-password"), "a password of this test");
        write(
                directory.resolve("metrics-key-sha256"),
                "c9449b3f2049ad39782b34c0c1bde2004a94ed463af6580da0d6bc25ea2f3013");
        write(directory.resolve("users.json"), "[]");
        for (Map.Entry<String, JsonNode> entry : data.properties()) {
            write(directory.resolve(entry.getKey()), entry.getValue().asText().replace(SECRETS, directory.toString()));
        }

        CommandRun run =
                CommandRun.of("check", directory.resolve("gateway_config.json").toString());

        assertThat(run.err().lines().filter(line -> !line.matches("(warning|advice): .*")))
                .isEmpty();
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void everyVariableIsKnown() throws IOException {
        Set<String> known = SchemaKeys.of(ConfigFile.GATEWAY).stream()
                .map(key -> "GATEWAY_" + key.path().replace('.', '_').toUpperCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        String script = Files.readString(ROOT.resolve("gateway-distribution/src/main/dist/bin/gateway"));
        List<String> set = new ArrayList<>();
        stream(gateway().at("/containers/0/env"))
                .forEach(variable -> set.add(variable.path("name").asText()));
        Files.readString(MANIFESTS.resolve("overlays/single-node/kustomization.yaml"))
                .lines()
                .filter(line -> line.contains("{name: GATEWAY_"))
                .forEach(line -> set.add(line.replaceAll(".*name: (\\w+),.*", "$1")));

        assertThat(set).contains("GATEWAY_SERVER_NODE_ID", "MYCHAT_CONF", "GATEWAY_REDIS_NODES");
        assertThat(set)
                .allSatisfy(name -> assertThat(known.contains(name) || script.contains("\n  " + name + " "))
                        .as(name)
                        .isTrue());
    }

    @Test
    void thePortsAreThoseOfTheConfigurationAndTheImage() throws IOException {
        Map<String, Integer> ports = new TreeMap<>();
        stream(gateway().at("/containers/0/ports"))
                .forEach(port -> ports.put(
                        port.path("name").asText(), port.path("containerPort").asInt()));
        JsonNode server = config().path("server");
        String image = Files.readString(ROOT.resolve("deploy/docker/Dockerfile"));

        assertThat(ports)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "websocket", server.path("websocket_port").asInt(),
                        "http", server.path("http_port").asInt(),
                        "management", server.path("management_port").asInt()));
        assertThat(image).contains("EXPOSE " + ports.get("websocket") + " " + ports.get("http"));
        base.stream()
                .filter(document -> document.path("kind").asText().equals("Service"))
                .filter(service -> service.at("/metadata/name").asText().startsWith("mychat-gateway"))
                .flatMap(service -> stream(service.at("/spec/ports")))
                .forEach(port -> assertThat(ports)
                        .containsEntry(
                                port.path("targetPort").asText(),
                                port.path("port").asInt()));
    }

    static Stream<String> probes() {
        return Stream.of("startupProbe", "livenessProbe", "readinessProbe");
    }

    @ParameterizedTest
    @MethodSource("probes")
    void everyProbeAsksACallThatExists(String probe) throws IOException {
        JsonNode call = gateway().at("/containers/0/" + probe + "/httpGet");
        JsonNode description =
                YAML.readTree(ROOT.resolve("gateway-core/src/main/resources/io/mychat/gateway/core/http/openapi.json")
                        .toFile());
        String path = call.path("path").asText();

        assertThat(path).startsWith("/api/");
        assertThat(description
                        .path("paths")
                        .path(path.substring("/api".length()))
                        .has("get"))
                .as(path)
                .isTrue();
        assertThat(path).endsWith(probe.equals("readinessProbe") ? "/ready" : "/live");
        assertThat(call.path("port").asText()).isEqualTo("management");
    }

    @Test
    void thereIsTimeForTheWholeDrain() throws IOException {
        JsonNode preStop = gateway().at("/containers/0/lifecycle/preStop/exec/command");
        int grace = gateway().path("terminationGracePeriodSeconds").asInt();

        assertThat(preStop.path(0).asText()).isEqualTo("sleep");
        assertThat(grace)
                .isGreaterThanOrEqualTo(preStop.path(1).asInt()
                        + config().at("/server/drain_seconds").asInt()
                        + RESERVE_SECONDS);
        JsonNode server = config().path("server");
        assertThat(server.path("drain_per_second").asLong()
                        * server.path("drain_seconds").asLong())
                .as("the clients of a full pod leave at the rate")
                .isGreaterThanOrEqualTo(server.path("max_connections").asLong());
    }

    /** A service "redis" of the namespace would set REDIS_PORT=tcp://…, which the gateway reads. */
    @Test
    void noServiceSetsAVariable() {
        assertThat(podSpecs()).hasSize(2).allSatisfy(pod -> {
            assertThat(pod.path("enableServiceLinks").asText()).isEqualTo("false");
            assertThat(pod.path("automountServiceAccountToken").asText()).isEqualTo("false");
        });
    }

    @Test
    void noContainerMayMoreThanItNeeds() throws IOException {
        assertThat(podSpecs()).allSatisfy(pod -> {
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            assertThat(stream(pod.path("containers"))).isNotEmpty().allSatisfy(container -> {
                JsonNode may = container.path("securityContext");
                assertThat(may.path("allowPrivilegeEscalation").asText()).isEqualTo("false");
                assertThat(may.path("readOnlyRootFilesystem").asBoolean()).isTrue();
                assertThat(may.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
                assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
            });
        });
        assertThat(Files.readString(ROOT.resolve("deploy/docker/Dockerfile")))
                .contains("USER " + gateway().at("/securityContext/runAsUser").asText() + ":"
                        + gateway().at("/securityContext/runAsGroup").asText());
    }

    @Test
    void theChartHasTheVersionOfTheProgram() throws IOException {
        JsonNode chart = YAML.readTree(
                ROOT.resolve("deploy/helm/mychat-gateway/Chart.yaml").toFile());
        String pom = Files.readString(Path.of("pom.xml"));

        assertThat(pom).contains("<version>" + chart.path("appVersion").asText() + "</version>");
    }
}
