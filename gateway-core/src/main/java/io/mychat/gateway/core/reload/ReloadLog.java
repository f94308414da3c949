package io.mychat.gateway.core.reload;

import io.mychat.gateway.core.config.ReloadOutcome;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the outcome of each reload into the log. The audit has it too, but with {@code audit.file} in another place
 * than where an operator looks after a reload. Thread-safe, without a state.
 */
final class ReloadLog {

    private static final Logger log = LoggerFactory.getLogger(ReloadLog.class);

    /** More changes or faults are counted only, as in the audit. */
    private static final int MAX_ITEMS = 50;

    private ReloadLog() {}

    static void write(ReloadOutcome outcome, String by) {
        String file = outcome.file().typeName();
        if (outcome instanceof ReloadOutcome.Rejected rejected) {
            log.warn(
                    "{} has faults (reload by {}), the previous configuration stays in effect: {}",
                    file,
                    by,
                    listed(rejected.faults()));
        } else if (outcome instanceof ReloadOutcome.Reloaded reloaded) {
            if (reloaded.changes().isEmpty()) {
                log.info("{} has no changes (reload by {})", file, by);
            } else {
                log.info("{} has changed (reload by {}): {}", file, by, listed(reloaded.changes()));
            }
            if (!reloaded.restartNeeded().isEmpty()) {
                log.warn("A restart is needed for {}", listed(reloaded.restartNeeded()));
            }
        }
    }

    private static String listed(List<?> items) {
        Stream<String> shown = items.stream().limit(MAX_ITEMS).map(Object::toString);
        Stream<String> rest =
                items.size() > MAX_ITEMS ? Stream.of((items.size() - MAX_ITEMS) + " more") : Stream.empty();
        return Stream.concat(shown, rest).collect(Collectors.joining("; "));
    }
}
