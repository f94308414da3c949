package io.mychat.gateway.core.codec;

import io.mychat.gateway.spi.codec.EnvelopeBuilder.Field;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The names of the fields that a client sets, and of the usual platforms, as bytes. */
final class EnvelopeNames {

    private static final Field[] FIELDS = Field.values();
    private static final byte[][] NAMES = Arrays.stream(FIELDS)
            .map(field -> JsonBytes.ascii(field.name().toLowerCase(Locale.ROOT)))
            .toArray(byte[][]::new);

    /** Those of the configuration that comes with the gateway: each message names one, and needs no text of its own for it. */
    private static final String[] PLATFORMS = {"android", "ios", "web", "desktop", "admin"};

    private static final byte[][] PLATFORM_NAMES =
            Arrays.stream(PLATFORMS).map(JsonBytes::ascii).toArray(byte[][]::new);

    private EnvelopeNames() {}

    /** The field with this name; null: it is skipped. */
    static @Nullable Field of(byte[] bytes, int from, int length) {
        int index = index(NAMES, bytes, from, length);
        return index < 0 ? null : FIELDS[index];
    }

    /** The usual platform with this name; null: it is another one. */
    static @Nullable String platform(byte[] bytes, int from, int length) {
        int index = index(PLATFORM_NAMES, bytes, from, length);
        return index < 0 ? null : PLATFORMS[index];
    }

    private static int index(byte[][] names, byte[] bytes, int from, int length) {
        for (int i = 0; i < names.length; i++) {
            byte[] name = names[i];
            if (name.length == length && isAt(bytes, from, name)) {
                return i;
            }
        }
        return -1;
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
