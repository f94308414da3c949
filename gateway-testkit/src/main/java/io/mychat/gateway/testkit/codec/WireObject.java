package io.mychat.gateway.testkit.codec;

import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object of a message in no particular format. Its members have an order, and a name may occur twice. Values are texts,
 * {@link Long}, {@link java.math.BigInteger}, {@link Double}, {@link Boolean}, null, lists and objects. Immutable.
 *
 * @since 0.1.0
 */
public record WireObject(List<Map.Entry<String, @Nullable Object>> members) {

    public WireObject {
        members = List.copyOf(members);
    }

    /** @param namesAndValues a name, its value, the next name … */
    public static WireObject of(@Nullable Object... namesAndValues) {
        List<Map.Entry<String, @Nullable Object>> members = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.add(new SimpleImmutableEntry<>(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]));
        }
        return new WireObject(members);
    }
}
