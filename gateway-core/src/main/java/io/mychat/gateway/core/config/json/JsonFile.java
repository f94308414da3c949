package io.mychat.gateway.core.config.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a file that holds one JSON object. A problem with the file as a whole is one fault. */
public final class JsonFile {

    private static final int MOST_BYTES = 16 << 20;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private JsonFile() {}

    /** Empty after a fault, which is reported. */
    public static Optional<ObjectNode> read(Path path, FaultCollector faultCollector) {
        String label = label(path);
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            // Reading a pipe may never end.
            faultCollector.add(
                    label, "", (Files.isDirectory(path) ? "is a directory" : "is not a regular file") + where(path));
            return Optional.empty();
        }
        try (InputStream file = Files.newInputStream(path)) {
            byte[] bytes = file.readNBytes(MOST_BYTES + 1);
            if (bytes.length <= MOST_BYTES) {
                return parse(label, bytes, faultCollector);
            }
            faultCollector.add(label, "", "is larger than " + (MOST_BYTES >> 20) + " MiB");
        } catch (IOException e) {
            faultCollector.add(label, "", reason(path, e));
        }
        return Optional.empty();
    }

    public static Optional<ObjectNode> parse(String label, byte[] bytes, FaultCollector faultCollector) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.indexOf(BYTE_ORDER_MARK) == 0) {
                faultCollector.add(
                        label, "", "line 1, column 1: begins with a byte order mark; save it as UTF-8 without one");
                return Optional.empty();
            }
            return StrictJson.parse(label, text, faultCollector);
        } catch (CharacterCodingException e) {
            faultCollector.add(label, "", "is not UTF-8; save it as UTF-8");
            return Optional.empty();
        }
    }

    /** The file's name in faults. */
    public static String label(Path path) {
        Path name = path.getFileName();
        return JsonPath.printable(name == null ? path.toString() : name.toString());
    }

    private static String reason(Path path, IOException e) {
        String where = where(path);
        if (e instanceof NoSuchFileException) {
            return "there is no such file" + where;
        }
        if (e instanceof AccessDeniedException) {
            return "may not be read" + where;
        }
        return "cannot be read" + where;
    }

    private static String where(Path path) {
        return " (" + path.toAbsolutePath().normalize() + ")";
    }
}
