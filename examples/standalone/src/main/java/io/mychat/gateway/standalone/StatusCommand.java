package io.mychat.gateway.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mychat.gateway.spi.config.PemException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks a running gateway how it is, over its HTTP API: for people, and for the health check of a container. */
@Command(
        name = "status",
        description =
                "Asks a running gateway for its health. Exit code 0: healthy or degraded; 1: unhealthy, or no answer.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The kinds of health requests. */
    enum Probe {
        HEALTH(""),
        LIVE("/live"),
        READY("/ready");

        private final String path;

        Probe(String path) {
            this.path = path;
        }
    }

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "of the HTTP port (default: the variable MYCHAT_URL, else ${DEFAULT-VALUE})",
            defaultValue = "${env:MYCHAT_URL:-http://127.0.0.1:8081}")
    private @Nullable URI url;

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "PEM: accepts this certificate of the gateway and no other, whatever host it names")
    private @Nullable Path certificate;

    @Option(
            names = "--probe",
            paramLabel = "PROBE",
            description = "health (default), live or ready",
            defaultValue = "health")
    private @Nullable String probe;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "how long to wait for the answer (default: ${DEFAULT-VALUE})",
            defaultValue = "5")
    private int timeout;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        URI base = Objects.requireNonNull(url);
        try {
            HttpResponse<String> response = client().send(request(base), HttpResponse.BodyHandlers.ofString());
            report(response);
            return response.statusCode() == 200 ? 0 : FAILED;
        } catch (IOException e) {
            err.println(base + " does not answer: " + reason(e));
            return FAILED;
        } catch (PemException | GeneralSecurityException | IllegalArgumentException e) {
            err.println(e.getMessage());
            return GatewayCommand.UNUSABLE;
        }
    }

    private HttpClient client() throws PemException, GeneralSecurityException {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(timeout));
        if (certificate != null) {
            builder.sslContext(PinnedCertificate.read(certificate).sslContext());
        }
        return builder.build();
    }

    private HttpRequest request(URI base) {
        String text = base.toString();
        String root = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        return HttpRequest.newBuilder(URI.create(root + "/api/system/health" + path()))
                .timeout(Duration.ofSeconds(timeout))
                .build();
    }

    private String path() {
        try {
            return Probe.valueOf(Objects.requireNonNull(probe).toUpperCase(Locale.ROOT)).path;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--probe is health, live or ready, not '" + probe + "'", e);
        }
    }

    /** The answer in lines: the gateway first, then each component, then what an operator should mend. */
    private void report(HttpResponse<String> response) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        JsonNode body = read(response.body());
        out.println("gateway: " + body.path("status").asText("HTTP " + response.statusCode()));
        body.path("components")
                .properties()
                .forEach(part -> out.println(part.getKey() + ": " + value(part.getValue())));
        body.path("warnings")
                .properties()
                .forEach(part -> out.println("warning: " + part.getKey() + ": " + value(part.getValue())));
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return JSON.createObjectNode();
        }
    }

    private static String value(JsonNode node) {
        return node.isTextual() ? node.asText() : node.toString();
    }

    /** The JDK leaves the message of a refused connection empty. */
    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
