package io.mychat.gateway.core.codec;

import io.mychat.gateway.spi.codec.EnvelopeBuilder.Field;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The names of the fields that a client sets, as bytes. */
final class EnvelopeNames {

    private static final Field[] FIELDS = Field.values();
    private static final byte[][] NAMES = Arrays.stream(FIELDS)
            .map(field -> JsonBytes.ascii(field.name().toLowerCase(Locale.ROOT)))
            .toArray(byte[][]::new);

    private EnvelopeNames() {}

    /** The field with this name; null: it is skipped. */
    static @Nullable Field of(byte[] bytes, int from, int length) {
        for (int i = 0; i < NAMES.length; i++) {
            byte[] name = NAMES[i];
            if (name.length == length && isAt(bytes, from, name)) {
                return FIELDS[i];
            }
        }
        return null;
    }

    /** For names as short as these a loop is faster than {@link Arrays#equals(byte[], int, int, byte[], int, int)}. */
    private static boolean isAt(byte[] bytes, int from, byte[] name) {
        for (int i = 0; i < name.length; i++) {
            if (bytes[from + i] != name[i]) {
                return false;
            }
        }
        return true;
    }
}
