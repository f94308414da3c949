package io.mychat.gateway.standalone;

import io.mychat.gateway.alerts.AlertsModule;
import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.alert.DeliveryOutcome;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tries the channels of the alerts, without a running gateway. */
@Command(name = "alerts", description = "Tries the channels of the alerts.", mixinStandardHelpOptions = true)
final class AlertsCommand {

    private static final int FAILED = 1;
    private static final String NODE = "alerts-test";

    @Spec
    private @Nullable CommandSpec spec;

    @Command(
            name = "test",
            description = "Sends one test notification and prints what the service has answered. Exit code 0: it was"
                    + " taken; 1: it was not; 2: a fault of the configuration, or no such channel.",
            mixinStandardHelpOptions = true)
    int test(
            @Parameters(paramLabel = "CHANNEL", description = "a name in alerts.channels") String channel,
            @Option(
                            names = {"-c", "--config"},
                            paramLabel = "FILE",
                            required = true,
                            description = "gateway_config.json")
                    Path config)
            throws InterruptedException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        try {
            Optional<ModuleProvider.Module> module =
                    InstalledGateway.builder().config(config).configured("gateway-alerts");
            if (!(module.orElse(null) instanceof AlertsModule alerts)) {
                err.println("there is no module gateway-alerts");
                return GatewayCommand.UNUSABLE;
            }
            DeliveryOutcome outcome = alerts.test(channel, NODE);
            if (outcome instanceof DeliveryOutcome.Delivered delivered) {
                out.println(channel + ": " + delivered.answer());
                return 0;
            }
            err.println(channel + ": " + reason(outcome));
            return FAILED;
        } catch (ConfigException e) {
            e.faults().forEach(fault -> err.println(fault));
            return GatewayCommand.UNUSABLE;
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            return GatewayCommand.UNUSABLE;
        }
    }

    private static String reason(DeliveryOutcome outcome) {
        if (outcome instanceof DeliveryOutcome.Refused refused) {
            return "refused: " + refused.reason();
        }
        return outcome instanceof DeliveryOutcome.Failed failed ? "failed: " + failed.reason() : outcome.toString();
    }
}
