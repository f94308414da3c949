package io.mychat.gateway.core.codec;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Tells UTF-8. Stricter than the JSON reader, which accepts overlong forms and surrogates. */
public final class Utf8 {

    private static final int DECODED_CHARS = 1024;

    private Utf8() {}

    /** Decodes a little at a time: the whole text would take twice the memory of the bytes. */
    public static boolean isValid(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer from = ByteBuffer.wrap(bytes);
        CharBuffer to = CharBuffer.allocate(Math.min(bytes.length, DECODED_CHARS));
        CoderResult result = decoder.decode(from, to, true);
        while (result.isOverflow()) {
            result = decoder.decode(from, to.clear(), true);
        }
        return !result.isError();
    }
}
