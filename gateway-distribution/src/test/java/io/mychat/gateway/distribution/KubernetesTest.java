package io.mychat.gateway.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The charts and the manifests of {@code deploy}, rendered by Helm and kustomize and compared with Kubernetes' schemas. */
@Tag("ops")
class KubernetesTest {

    private static final Path DEPLOY = Path.of("..", "deploy").toAbsolutePath().normalize();
    private static final Path MANIFESTS = DEPLOY.resolve("kubernetes");
    private static final List<String> GATEWAY = List.of("mychat-gateway", "helm/mychat-gateway");
    /** The oldest that the charts accept, and a recent one. */
    private static final List<String> VERSIONS = List.of("1.27", "1.34");

    @TempDir
    private Path directory;

    private static CommandResult helm(List<String> chart, String version, String... values)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("helm", "template"));
        command.addAll(chart);
        command.addAll(List.of("--namespace", "chat", "--kube-version", version + ".0"));
        for (String value : values) {
            command.addAll(List.of("--set", value));
        }
        return CommandResult.of(DEPLOY, Map.of(), command.toArray(String[]::new));
    }

    /** Every document is one that Kubernetes knows, except those of the Prometheus operator. */
    private void assertValid(CommandResult rendered, String version) throws IOException, InterruptedException {
        assertThat(rendered.exitCode()).as(rendered.output()).isZero();
        Path file = directory.resolve("rendered.yaml");
        Files.writeString(file, rendered.output());
        CommandResult result = CommandResult.of(
                directory, Map.of(), "kubernetes-validate", "-k", version, "--strict", file.toString());

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output().lines())
                .hasSizeGreaterThan(1)
                .allSatisfy(line -> assertThat(line).containsAnyOf(" passed ", "kind ServiceMonitor"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secrets.existing=s",
                "secrets.values.jwt=a,secrets.values.users\\.json=[]",
                "secrets.existing=s,tls.secretName=t,service.type=LoadBalancer,service.externalTrafficPolicy=Local",
                "secrets.existing=s,redis.host=redis.example.com,redis.password=false,autoscaling.enabled=true",
                "secrets.existing=s,ingress.enabled=true,ingress.tlsSecretName=t,clientAddress.source=x-real-ip,"
                        + "clientAddress.trustedProxies={10.0.0.0/8},serviceMonitor.enabled=true",
                "secrets.existing=s,redis.tls=true,redis.caSecret=c,publicUrl=wss://$(POD_NAME).chat.example.com/ws",
                "secrets.existing=s,networkPolicy.enabled=false,disruptionBudget.enabled=false,priorityClassName=p,"
                        + "nodeSelector.a=b,podAnnotations.a=b,podLabels.a=b,imagePullSecrets[0].name=n"
            })
    void theChartIsValidWithAllItsValues(String values) throws IOException, InterruptedException {
        for (String version : VERSIONS) {
            assertValid(helm(GATEWAY, version, values), version);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replicas=3",
                "tls.secretName=t",
                "replicas=5,storage.className=fast,networkPolicy.enabled=false,tolerations[0].key=k"
            })
    void theChartOfRedisIsValid(String values) throws IOException, InterruptedException {
        for (String version : VERSIONS) {
            assertValid(helm(List.of("mychat-redis", "helm/mychat-redis"), version, values), version);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replicas=3 | secrets.existing names no Secret",
                "secrets.existing=s,ingress.enabled=true | clientAddress.trustedProxies",
                "secrets.existing=s,replica=3 | replica",
                "secrets.existing=s,clientAddress.source=x-forwarded | source",
                "secrets.existing=s,drain.reserveSeconds=1 | reserveSeconds"
            })
    void anUnusableValueIsNamed(String values, String named) throws IOException, InterruptedException {
        CommandResult result = helm(GATEWAY, "1.31", values);

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.output()).contains(named);
    }

    @Test
    void aKeyOfTheConfigurationTakesPrecedence() throws IOException, InterruptedException {
        String rendered = helm(
                        GATEWAY, "1.31", "secrets.existing=s", "config.server.ping_seconds=25", "config.auth.key_id=k1")
                .output();

        assertThat(rendered)
                .contains("\"ping_seconds\": 25", "\"key_id\": \"k1\"", "${file:/etc/mychat-gateway-secrets/jwt}");
        assertThat(rendered).contains("mychat-redis-0.mychat-redis.chat.svc:26379");
    }

    @Test
    void theGatewaysSpeakTlsToRedisAndHaveAnAddressEach() throws IOException, InterruptedException {
        String rendered = helm(
                        GATEWAY,
                        "1.31",
                        "secrets.existing=s",
                        "redis.tls=true",
                        "redis.caSecret=c",
                        "publicUrl=wss://$(POD_NAME).chat.example.com/ws")
                .output();

        assertThat(rendered)
                .contains("\"tls\": true", "\"tls_ca_file\": \"/etc/mychat-gateway-redis-ca/ca.crt\"")
                .contains("{name: GATEWAY_SERVER_PUBLIC_URL, value: \"wss://$(POD_NAME).chat.example.com/ws\"}");
    }

    @Test
    void theChartsPassHelmsOwnCheck() throws IOException, InterruptedException {
        CommandResult.outputOf(DEPLOY, "helm", "lint", "--strict", "--kube-version", "1.31.0", "helm/mychat-redis");
        CommandResult.outputOf(
                DEPLOY,
                "helm",
                "lint",
                "--strict",
                "--kube-version",
                "1.31.0",
                "--set",
                "secrets.existing=s",
                "helm/mychat-gateway");
    }

    /** They are committed, so that whoever has no Helm can use them. */
    @Test
    void theManifestsAreWhatTheChartsSay() throws IOException, InterruptedException {
        CommandResult.outputOf(MANIFESTS, "cp", "-r", "overlays", directory.toString());
        CommandResult.outputOf(MANIFESTS, "sh", "render.sh", directory.toString());

        for (String file : List.of(
                "base/gateway.yaml",
                "base/redis.yaml",
                "overlays/production/configmap.yaml",
                "overlays/production/added.yaml")) {
            assertThat(MANIFESTS.resolve(file))
                    .as("sh deploy/kubernetes/render.sh writes it")
                    .hasSameTextualContentAs(directory.resolve(file));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/production", "overlays/single-node"})
    void everyKustomizationIsValid(String folder) throws IOException, InterruptedException {
        CommandResult built = CommandResult.of(MANIFESTS, Map.of(), "kustomize", "build", folder);

        for (String version : VERSIONS) {
            assertValid(built, version);
        }
    }
}
