package io.mychat.gateway.codec.cbor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Shows a message item by item: its bytes on the left, their meaning on the right. Reads what {@link CborWriter} writes. */
final class CborDump {

    private static final int WIDTH = 38;
    private static final HexFormat HEX = HexFormat.of();

    private final byte[] bytes;
    private final List<String> lines = new ArrayList<>();
    private int at;

    private CborDump(byte[] bytes) {
        this.bytes = bytes;
    }

    static String of(byte[] message) {
        CborDump dump = new CborDump(message);
        dump.item("");
        return String.join("\n", dump.lines) + "\n";
    }

    private void item(String indent) {
        int start = at;
        int head = bytes[at++] & 0xFF;
        int info = head & 0x1F;
        int size = info < 24 ? 0 : 1 << (info - 24);
        long argument = info;
        for (int i = 0; i < size; i++) {
            argument = (i == 0 ? 0 : argument << 8) | (bytes[at++] & 0xFF);
        }
        String hex = HEX.formatHex(bytes, start, at);
        switch (head >> 5) {
            case 0 -> line(indent + hex, Long.toUnsignedString(argument));
            case 1 -> line(indent + hex, Long.toString(~argument));
            case 3 -> text(indent, hex, (int) argument);
            case 4 -> items(indent, hex, "array of " + argument, argument);
            case 5 -> items(indent, hex, "map of " + argument, 2 * argument);
            default ->
                line(
                        indent + hex,
                        size == 8
                                ? Double.toString(Double.longBitsToDouble(argument))
                                : head == 0xF4 ? "false" : head == 0xF5 ? "true" : "null");
        }
    }

    private void text(String indent, String hex, int length) {
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        line(indent + hex, "text of " + length + ": \"" + text + "\"");
        int perLine = (WIDTH - indent.length() - 3) / 2;
        for (int done = 0; done < length; done += perLine) {
            int count = Math.min(perLine, length - done);
            lines.add(indent + "  " + HEX.formatHex(bytes, at + done, at + done + count));
        }
        at += length;
    }

    private void items(String indent, String hex, String meaning, long count) {
        line(indent + hex, meaning);
        for (long i = 0; i < count; i++) {
            item(indent + "  ");
        }
    }

    private void line(String left, String right) {
        lines.add(left + " ".repeat(Math.max(1, WIDTH - left.length())) + right);
    }
}
