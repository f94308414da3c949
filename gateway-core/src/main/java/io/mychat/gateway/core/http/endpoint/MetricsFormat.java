package io.mychat.gateway.core.http.endpoint;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The format of metrics according to the {@code Accept} header (RFC 9110 section 12.5.1). */
enum MetricsFormat {
    JSON,
    PROMETHEUS,
    OPENMETRICS;

    private static final int MOST_RANGES = 32;

    /**
     * The available format with the highest preference of the client, or the first of equally preferred ones. JSON, the
     * format of the specification, when the client names none of them.
     */
    static MetricsFormat of(List<String> accept) {
        return accept.stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .limit(MOST_RANGES)
                .map(Preference::of)
                .flatMap(Optional::stream)
                .filter(preference -> preference.quality > 0)
                .sorted(Comparator.comparingDouble((Preference preference) -> preference.quality)
                        .reversed())
                .findFirst()
                .map(Preference::format)
                .orElse(JSON);
    }

    private record Preference(MetricsFormat format, double quality) {

        static Optional<Preference> of(String range) {
            String[] parts = range.split(";", -1);
            MetricsFormat format = switch (parts[0].trim().toLowerCase(Locale.ROOT)) {
                case "application/openmetrics-text" -> OPENMETRICS;
                case "text/plain", "text/*" -> PROMETHEUS;
                case "application/json", "application/*", "*/*" -> JSON;
                default -> null;
            };
            return format == null ? Optional.empty() : Optional.of(new Preference(format, quality(parts)));
        }

        private static double quality(String[] parts) {
            for (int i = 1; i < parts.length; i++) {
                String parameter = parts[i].trim().toLowerCase(Locale.ROOT);
                if (parameter.matches("q=(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)")) {
                    return Double.parseDouble(parameter.substring(2));
                }
            }
            return 1;
        }
    }
}
