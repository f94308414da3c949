package io.mychat.gateway.transport.nio.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A request target, decoded. An encoded slash stays encoded, so that it does not separate parts of the path.
 *
 * @param path without the query
 * @param query the values by name, in order; a name without {@code =} has an empty one
 */
public record RequestUri(String path, Map<String, List<String>> query) {

    /** @param target in the normal form of {@code RequestHead}: each percent sign starts a byte of valid UTF-8 */
    public static RequestUri of(String target) {
        int question = target.indexOf('?');
        return question < 0
                ? new RequestUri(decode(target, false), Map.of())
                : new RequestUri(decode(target.substring(0, question), false), query(target.substring(question + 1)));
    }

    private static Map<String, List<String>> query(String text) {
        Map<String, List<String>> values = new HashMap<>();
        for (String part : text.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = decode(equals < 0 ? part : part.substring(0, equals), true);
            String value = equals < 0 ? "" : decode(part.substring(equals + 1), true);
            if (!part.isEmpty()) {
                values.computeIfAbsent(name, any -> new ArrayList<>(1)).add(value);
            }
        }
        values.replaceAll((name, all) -> List.copyOf(all));
        return Map.copyOf(values);
    }

    private static String decode(String text, boolean inQuery) {
        if (text.indexOf('%') < 0 && (!inQuery || text.indexOf('+') < 0)) {
            return text;
        }
        ByteBuffer bytes = ByteBuffer.allocate(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int value = Integer.parseInt(text, i + 1, i + 3, 16);
                if (value == '/' && !inQuery) {
                    bytes.put((byte) '%').put((byte) text.charAt(i + 1)).put((byte) text.charAt(i + 2));
                } else {
                    bytes.put((byte) value);
                }
                i += 2;
            } else {
                bytes.put((byte) (c == '+' && inQuery ? ' ' : c));
            }
        }
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }
}
