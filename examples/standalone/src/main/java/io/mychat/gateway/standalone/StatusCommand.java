package io.mychat.gateway.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.spi.config.PemException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private final ApiConnection api = new ApiConnection();

    @Option(
            names = "--probe",
            paramLabel = "PROBE",
            description = "health (default), live or ready",
            defaultValue = "health")
    private @Nullable String probe;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        try {
            HttpResponse<String> response =
                    api.send(api.request("/api/system/health" + path()).build());
            report(response);
            return response.statusCode() == 200 ? 0 : FAILED;
        } catch (IOException e) {
            err.println(e.getMessage());
            return FAILED;
        } catch (PemException | GeneralSecurityException | IllegalArgumentException e) {
            err.println(e.getMessage());
            return GatewayCommand.UNUSABLE;
        }
    }

    private String path() {
        try {
            return Probe.valueOf(Objects.requireNonNull(probe).toUpperCase(Locale.ROOT)).path;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--probe is health, live or ready, not '" + probe + "'", e);
        }
    }

    /** The answer in lines: the gateway first, its phase unless it runs, then each component, then what an operator should mend. */
    private void report(HttpResponse<String> response) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        JsonNode body = RefusedException.read(response.body());
        out.println("gateway: " + body.path("status").asText("HTTP " + response.statusCode()));
        String phase = body.path("phase").asText("running");
        if (!phase.equals("running")) {
            // Healthy, and yet it takes no clients.
            out.println("phase: " + phase);
        }
        body.path("components")
                .properties()
                .forEach(part -> out.println(part.getKey() + ": " + value(part.getValue())));
        body.path("warnings")
                .properties()
                .forEach(part -> out.println("warning: " + part.getKey() + ": " + value(part.getValue())));
    }

    private static String value(JsonNode node) {
        return node.isTextual() ? node.asText() : node.toString();
    }
}
