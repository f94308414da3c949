package io.mychat.gateway.core.config.json;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The text of a file that a placeholder names, such as a secret that Docker or Kubernetes mounts. */
public final class PlaceholderFile {

    private static final int MAX_BYTES = 1 << 16;

    private PlaceholderFile() {}

    /**
     * Reads a file. Blocks.
     *
     * @return its text in UTF-8, without line breaks at the end
     * @throws IllegalArgumentException when it cannot be read, is empty, or is no text of at most 64 KiB
     */
    public static String read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IllegalArgumentException("the file " + file + " has more than " + MAX_BYTES + " bytes");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .replaceFirst("[\\r\\n]+\\z", "");
            if (text.isEmpty()) {
                throw new IllegalArgumentException("the file " + file + " is empty");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the file " + file + " is not UTF-8", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the file " + file + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }
}
