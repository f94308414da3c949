package io.mychat.gateway.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.spi.event.LogText;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Has a running gateway read its configuration, over its HTTP API. */
@Command(
        name = "reload",
        description = "Has a running gateway read its configuration, and prints what has changed. Exit code 0: it is in"
                + " effect; 1: the gateway refuses it, or does not answer.",
        mixinStandardHelpOptions = true)
final class ReloadCommand implements Callable<Integer> {

    @Mixin
    private final AdministratorCall administrator = new AdministratorCall();

    @Parameters(
            arity = "0..1",
            paramLabel = "TYPE",
            description = "gateway_config (default, with all files that it names), platform_strategy or router_config",
            defaultValue = "gateway_config")
    private @Nullable String type;

    @Override
    public Integer call() throws InterruptedException {
        return administrator.run(() -> {
            print(
                    administrator.out(),
                    administrator.post("/api/system/reload", Map.of("config_type", Objects.requireNonNull(type))));
            return 0;
        });
    }

    private static void print(PrintWriter out, JsonNode answer) {
        JsonNode changes = answer.path("changes");
        if (changes.isEmpty()) {
            out.println("nothing has changed");
        }
        changes.forEach(change -> out.println(LogText.escaped(
                change.path("path").asText() + ": " + change.path("before").asText() + " -> "
                        + change.path("after").asText())));
        answer.path("restart_needed").forEach(key -> out.println("needs a restart: " + LogText.escaped(key.asText())));
    }
}
