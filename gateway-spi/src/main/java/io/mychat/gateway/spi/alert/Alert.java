package io.mychat.gateway.spi.alert;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The state of an alert: it fires, or it has resolved.
 *
 * @param text what has happened and what to do, in one or a few lines
 * @since 0.1.0
 */
public record Alert(Identity identity, AlertSeverity severity, State state, Reading reading, AlertText text) {

    /** Whether the condition of the rule holds. */
    public enum State {
        FIRING,
        RESOLVED
    }

    /**
     * What an alert is about. A firing alert and its resolution have the same identity.
     *
     * @param rule the name of the rule
     * @param node the node that it concerns; empty: the whole cluster
     * @param labels those of the metric
     */
    public record Identity(String rule, Optional<String> node, Map<String, String> labels) {

        public Identity {
            labels = Map.copyOf(labels);
        }

        /**
         * A short key, the same for the same identity in every process: 36 characters, hexadecimal digits and hyphens.
         * Services that correlate alerts get it as their key.
         */
        public String key() {
            String text = rule + '\n' + node.orElse("") + '\n' + new TreeMap<>(labels);
            return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
        }
    }

    /**
     * What was measured.
     *
     * @param condition the condition of the rule, such as {@code connections > 10000}
     * @param since when the condition began to hold (firing) or ceased to hold (resolved)
     */
    public record Reading(double value, String condition, Instant since) {}

    public boolean isFiring() {
        return state == State.FIRING;
    }
}
