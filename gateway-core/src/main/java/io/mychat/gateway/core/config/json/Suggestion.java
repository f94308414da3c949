package io.mychat.gateway.core.config.json;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Suggests the known key that is closest to an unknown one. */
public final class Suggestion {

    private static final int LONGEST_WORD = 64;

    private Suggestion() {}

    /** {@code ", did you mean …?"}, or an empty text when no candidate is close enough. */
    public static String didYouMean(String word, Collection<String> candidates) {
        return closest(word, candidates).map(c -> "; did you mean " + c + "?").orElse("");
    }

    public static Optional<String> closest(String word, Collection<String> candidates) {
        if (word.length() > LONGEST_WORD) {
            return Optional.empty();
        }
        String wanted = normal(word);
        int tolerance = Math.max(1, wanted.length() / 4);
        return candidates.stream()
                .filter(candidate -> distance(wanted, normal(candidate)) <= tolerance)
                .min(Comparator.comparingInt(candidate -> distance(wanted, normal(candidate))));
    }

    /** {@code websocketPort}, {@code websocket-port} and {@code websocket_port} are treated as equal. */
    private static String normal(String word) {
        return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /** The edit distance: letters to add, remove, change or swap with their neighbour. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : step(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(int[][] d, String a, String b, int i, int j) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int best = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + (same ? 0 : 1));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }
}
