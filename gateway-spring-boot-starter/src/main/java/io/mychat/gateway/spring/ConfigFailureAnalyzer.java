package io.mychat.gateway.spring;

import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.spring.settings.PropertyName;
import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows the faults of a configuration by the names of the properties, and without a stack trace. */
final class ConfigFailureAnalyzer extends AbstractFailureAnalyzer<ConfigException> {

    /** Called by Spring Boot. */
    ConfigFailureAnalyzer() {}

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ConfigException cause) {
        return new FailureAnalysis(
                cause.faults().stream()
                        .map(ConfigFailureAnalyzer::line)
                        .collect(Collectors.joining(
                                "\n", "The gateway cannot start with this configuration:\n\n", "\n")),
                "Correct the properties. All keys are in the gateway's docs/configuration.md.",
                cause);
    }

    private static String line(ConfigFault fault) {
        boolean isProperty = fault.file().equals("settings") && fault.path().startsWith("$.");
        return "    " + (isProperty ? PropertyName.ofPath(fault.path()) + ": " + fault.message() : fault.toString());
    }
}
