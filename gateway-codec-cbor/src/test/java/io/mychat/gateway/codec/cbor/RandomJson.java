package io.mychat.gateway.codec.cbor;

import java.util.Random;

/** Random JSON texts whose numbers a double can hold. */
final class RandomJson {

    private RandomJson() {}

    static String object(Random random) {
        StringBuilder json = new StringBuilder();
        object(random, json, 4);
        return json.toString();
    }

    private static void object(Random random, StringBuilder json, int depth) {
        json.append('{');
        for (int i = random.nextInt(5); i > 0; i--) {
            json.append('"').append(i).append(text(random)).append("\":");
            value(random, json, depth - 1);
            json.append(i > 1 ? "," : "");
        }
        json.append('}');
    }

    private static void value(Random random, StringBuilder json, int depth) {
        switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> json.append(random.nextLong() >> random.nextInt(64));
            case 1 -> json.append(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
            case 2 -> json.append('"').append(text(random)).append('"');
            case 3 -> json.append(random.nextBoolean());
            case 4 -> json.append("null");
            case 5 -> json.append(random.nextInt(30));
            case 6 -> {
                json.append('[');
                for (int i = random.nextInt(5); i > 0; i--) {
                    value(random, json, depth - 1);
                    json.append(i > 1 ? "," : "");
                }
                json.append(']');
            }
            default -> object(random, json, depth - 1);
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            switch (random.nextInt(4)) {
                case 0 -> text.append((char) ('a' + random.nextInt(26)));
                case 1 -> text.append("\\u00").append(String.format("%02x", random.nextInt(256)));
                case 2 -> text.append((char) (0x4E00 + random.nextInt(0x5000)));
                default -> text.append(Character.toString(0x1F600 + random.nextInt(64)));
            }
        }
        return text.toString();
    }
}
