package io.mychat.gateway.bench.driver;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Live objects by class, in bytes with their headers and padding. */
public record LiveObjects(Map<String, Long> bytes) {

    /** Rank, instances, bytes, class, and for some a module. */
    private static final Pattern ROW = Pattern.compile(" *\\d+: +\\d+ +(\\d+) +(\\S+).*");

    static LiveObjects parse(List<String> lines) {
        Map<String, Long> bytes = new HashMap<>();
        for (String line : lines) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                bytes.merge(row.group(2), Long.parseLong(row.group(1)), Long::sum);
            }
        }
        return new LiveObjects(bytes);
    }

    /** All of them. */
    public long total() {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Those of one class. */
    public long of(String name) {
        return bytes.getOrDefault(name, 0L);
    }

    /** The growth since {@code before}, the largest first. */
    public List<Map.Entry<String, Long>> growthSince(LiveObjects before) {
        Map<String, Long> growth = new HashMap<>(bytes);
        before.bytes.forEach((name, size) -> growth.merge(name, -size, Long::sum));
        return growth.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .toList();
    }
}
