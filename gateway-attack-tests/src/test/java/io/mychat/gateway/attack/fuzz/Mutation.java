package io.mychat.gateway.attack.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Random;
import java.util.function.Function;

/** Changes JSON text, mostly so that it still looks like JSON, sometimes so that it is not even text. */
final class Mutation {

    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "\\",
        "\\u",
        "\\ud800",
        "\\u0000",
        "null",
        "true",
        "-0",
        "-1",
        "1e999",
        "0.1",
        "00",
        "4294967296",
        "18446744073709551616",
        "\"cmd_id\":2001,",
        "\"cmd_id\":\"2001\",",
        "\"data\":{},",
        "\uFEFF",
        "\u0000",
        "\u0007",
        "\u2028",
        "\uD83D\uDE00",
        "/*x*/",
        "//",
        "NaN",
        "'",
        " ",
        "9".repeat(1200),
        "[".repeat(70),
        "{\"a\":".repeat(70),
        "x".repeat(300)
    };
    private static final int LONGEST = 20_000;

    private Mutation() {}

    /**
     * @param other makes a text to take pieces from
     */
    static byte[] of(String text, Function<Random, String> other, Random random) {
        StringBuilder mutated = new StringBuilder(text);
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            change(mutated, other, random);
        }
        mutated.setLength(Math.min(mutated.length(), LONGEST));
        byte[] bytes = mutated.toString().getBytes(UTF_8);
        if (bytes.length > 0 && random.nextInt(200) == 0) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private static void change(StringBuilder text, Function<Random, String> other, Random random) {
        int at = random.nextInt(text.length() + 1);
        int end = at + Math.min(text.length() - at, random.nextInt(1 + random.nextInt(30)));
        switch (random.nextInt(8)) {
            case 0 -> text.delete(at, end);
            case 1 -> text.insert(at, text.substring(at, end));
            case 2 -> text.setLength(at);
            case 3 -> text.insert(at, piece(other.apply(random), random));
            case 4 -> number(text, at, random);
            case 5 -> text.replace(at, end, PIECES[random.nextInt(PIECES.length)]);
            default -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
        }
    }

    private static String piece(String text, Random random) {
        int from = random.nextInt(text.length());
        return text.substring(from, from + random.nextInt(text.length() - from + 1));
    }

    /** Another number in place of the next one: most mutations of a number leave an envelope that is well-formed. */
    private static void number(StringBuilder text, int at, Random random) {
        int from = at;
        while (from < text.length() && !Character.isDigit(text.charAt(from))) {
            from++;
        }
        int to = from;
        while (to < text.length() && Character.isDigit(text.charAt(to))) {
            to++;
        }
        long value = random.nextBoolean() ? random.nextInt(6000) : random.nextLong();
        text.replace(from, to, String.valueOf(value));
    }
}
