package io.mychat.gateway.alerts.rule;

import io.mychat.gateway.alerts.rule.Condition.Threshold;
import io.mychat.gateway.alerts.rule.Operand.Change;
import io.mychat.gateway.alerts.rule.Operand.Combination;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads conditions, a small part of Prometheus' query language: {@code name}, {@code name{label="value"}}, {@code
 * rate(…[5m])}, {@code increase(…[5m])}, {@code sum(…)}, {@code max(…)}, {@code min(…)}, one division, one comparison.
 */
final class ConditionParser {

    private static final int MOST = 500;
    private static final String PREFIX = "mychat_";
    private static final String NO_FUNCTION = "NONE";
    private static final Duration LONGEST_WINDOW = Duration.ofHours(24);
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_]*");
    private static final Pattern LABELS = Pattern.compile("\\{((?:[^\"{}]|\"[^\"]*\")*)}");
    private static final Pattern LABEL = Pattern.compile("\\s*([a-z][a-z0-9_]*)\\s*=\\s*\"([^\"]*)\"\\s*(?:,|$)");
    private static final Pattern WINDOW = Pattern.compile("\\[(\\d{1,5})([smh])]");
    private static final Pattern SIGN = Pattern.compile("[<>]=?");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(\\.\\d{1,9})?");

    private final Matcher at;
    /** Where reading continues. */
    private int behind;

    private ConditionParser(String text) {
        if (text.length() > MOST) {
            throw new IllegalArgumentException("a condition has " + MOST + " characters at most");
        }
        this.at = WORD.matcher(text);
    }

    static Condition condition(String text) {
        ConditionParser parser = new ConditionParser(text);
        Operand left = parser.operand();
        Optional<Operand> divisor = parser.accepts('/') ? Optional.of(parser.operand()) : Optional.empty();
        Threshold threshold = parser.threshold();
        parser.end();
        return new Condition(text.strip(), left, divisor, threshold);
    }

    /** A comparison alone, such as {@code < 0.03}. */
    static Threshold threshold(String text) {
        ConditionParser parser = new ConditionParser(text);
        Threshold threshold = parser.threshold();
        parser.end();
        return threshold;
    }

    private Operand operand() {
        Combination combination = Combination.NONE;
        Change change = Change.NONE;
        String word = need(WORD, "the name of a metric");
        int open = 0;
        if (isOneOf(word, Combination.values()) && accepts('(')) {
            combination = Combination.valueOf(word.toUpperCase(Locale.ROOT));
            open++;
            word = need(WORD, "the name of a metric");
        }
        if (isOneOf(word, Change.values()) && accepts('(')) {
            change = Change.valueOf(word.toUpperCase(Locale.ROOT));
            open++;
            word = need(WORD, "the name of a metric");
        }
        Map<String, String> labels = labels();
        Duration window = window(change);
        for (; open > 0; open--) {
            if (!accepts(')')) {
                throw expected("')'");
            }
        }
        String metric = word.startsWith(PREFIX) ? word.substring(PREFIX.length()) : word;
        return new Operand(combination, change, metric, Map.copyOf(labels), window);
    }

    private static boolean isOneOf(String word, Enum<?>[] functions) {
        for (Enum<?> function : functions) {
            if (!function.name().equals(NO_FUNCTION)
                    && function.name().toLowerCase(Locale.ROOT).equals(word)) {
                return true;
            }
        }
        return false;
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new HashMap<>();
        if (accepts(LABELS)) {
            String inside = at.group(1);
            Matcher label = LABEL.matcher(inside);
            int place = 0;
            while (place < inside.length()) {
                if (!label.find(place) || label.start() != place) {
                    throw new IllegalArgumentException("labels are written as {name=\"value\",…}");
                }
                labels.put(label.group(1), label.group(2));
                place = label.end();
            }
        }
        return labels;
    }

    private Duration window(Change change) {
        boolean found = accepts(WINDOW);
        if (found != (change != Change.NONE)) {
            throw new IllegalArgumentException(
                    found
                            ? "a window [" + at.group(1) + at.group(2) + "] stands in rate(…) or increase(…) only"
                            : "rate and increase need a window, such as [5m]");
        }
        if (!found) {
            return Duration.ZERO;
        }
        long number = Long.parseLong(at.group(1));
        Duration window = switch (at.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
        if (window.isZero() || window.compareTo(LONGEST_WINDOW) > 0) {
            throw new IllegalArgumentException("a window is from 1s to 24h long");
        }
        return window;
    }

    private Threshold threshold() {
        Comparison comparison = Comparison.of(need(SIGN, ">, >=, < or <=")).orElseThrow();
        return new Threshold(comparison, Double.parseDouble(need(NUMBER, "a number")));
    }

    private void end() {
        blanks();
        if (at.regionStart() < at.regionEnd()) {
            throw expected("nothing");
        }
    }

    private String need(Pattern pattern, String what) {
        if (!accepts(pattern)) {
            throw expected(what);
        }
        return at.group();
    }

    private boolean accepts(char sign) {
        return accepts(Pattern.compile(Pattern.quote(String.valueOf(sign))));
    }

    private boolean accepts(Pattern pattern) {
        blanks();
        boolean found = at.usePattern(pattern).lookingAt();
        if (found) {
            // The groups stay readable until the next look.
            behind = at.end();
        }
        return found;
    }

    private void blanks() {
        at.region(behind, at.regionEnd());
        if (at.usePattern(BLANKS).lookingAt()) {
            behind = at.end();
            at.region(behind, at.regionEnd());
        }
    }

    private IllegalArgumentException expected(String what) {
        return new IllegalArgumentException(
                "expected " + what + " at character " + (behind + 1)
                        + "; a condition is written like connections > 10000 or rate(messages_answered_total{code=\"500\"}[5m]) > 1");
    }
}
