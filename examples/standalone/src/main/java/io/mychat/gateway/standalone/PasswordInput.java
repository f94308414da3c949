package io.mychat.gateway.standalone;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads a password from standard input, so that it is neither in the list of processes nor in a history. */
final class PasswordInput {

    /** Far above the limit of a password. */
    private static final int MAX_BYTES = 8192;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private PasswordInput() {}

    /**
     * Reads one line without a leading byte order mark.
     *
     * @throws IllegalArgumentException when there is no line, or when it is too long, has a NUL or is not UTF-8
     */
    static String read(InputStream input) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = input.read(); next >= 0 && next != '\n'; next = input.read()) {
            if (line.size() == MAX_BYTES) {
                throw unusable("it is too long");
            }
            line.write(next);
        }
        String text = decoded(line.toByteArray());
        String password = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        password = password.endsWith("\r") ? password.substring(0, password.length() - 1) : password;
        if (password.isEmpty()) {
            throw unusable("there is no password");
        }
        if (password.indexOf(0) >= 0) {
            throw unusable("it contains a NUL character, as in UTF-16; write it in UTF-8");
        }
        return password;
    }

    private static String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "The password on standard input is not UTF-8, so no login could succeed with it. Write it in UTF-8.",
                    e);
        }
    }

    private static IllegalArgumentException unusable(String reason) {
        return new IllegalArgumentException("The password on standard input cannot be used: " + reason);
    }
}
