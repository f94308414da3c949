package io.mychat.gateway.spring.actuator;

import io.mychat.gateway.core.status.HealthReport;
import io.mychat.gateway.spi.event.HealthIndicator.Status;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What both lines of Spring Boot show of the gateway's health. A degraded gateway serves its clients, so it is up. */
final class HealthView {

    private HealthView() {}

    static boolean isUp(HealthReport report) {
        return report.status() != Status.UNHEALTHY;
    }

    static Map<String, Object> details(HealthReport report) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("status", text(report.status()));
        details.put("ready", report.ready());
        Map<String, String> components = new LinkedHashMap<>();
        report.components().forEach((name, status) -> components.put(name, text(status)));
        details.put("components", components);
        if (!report.warnings().isEmpty()) {
            details.put("warnings", report.warnings());
        }
        return details;
    }

    private static String text(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
