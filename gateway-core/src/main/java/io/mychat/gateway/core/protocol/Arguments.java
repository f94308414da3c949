package io.mychat.gateway.core.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.codec.FlatObject;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.codec.Utf16;
import io.mychat.gateway.spi.session.DeviceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The members of a command's {@code data} or of a request body, with strict types. Used by one thread. */
public final class Arguments {

    private final Members members;

    /** The values of the members by their names. */
    private interface Members {
        @Nullable
        JsonNode get(String name);
    }

    private Arguments(Members members) {
        this.members = members;
    }

    /**
     * Reads the {@code data} of a message.
     *
     * @throws BadArgumentException when it is not a JSON object
     */
    public static Arguments of(Json json, String data) throws BadArgumentException {
        FlatObject flat = json.flatObject(data);
        if (flat != null) {
            return new Arguments(flat::get);
        }
        return of(json.readObject(data)
                .orElseThrow(() -> new BadArgumentException("bad_data", "data must hold a JSON object.")));
    }

    /** The members of a request body that has been read already. */
    public static Arguments of(ObjectNode node) {
        return new Arguments(node::get);
    }

    /** A required string that is not empty. */
    public String text(String name) throws BadArgumentException {
        return optionalText(name)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new BadArgumentException("bad_" + name, name + " is required: a string."));
    }

    /** A string, or nothing when it is absent or null. */
    public Optional<String> optionalText(String name) throws BadArgumentException {
        JsonNode value = members.get(name);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual() || !Utf16.isWellFormed(value.textValue())) {
            throw new BadArgumentException("bad_" + name, name + " must be a string without lone surrogates.");
        }
        return Optional.of(value.textValue());
    }

    /** True or false; false when it is absent or null. */
    public boolean flag(String name) throws BadArgumentException {
        JsonNode value = members.get(name);
        if (value == null || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw new BadArgumentException("bad_" + name, name + " must be true or false.");
        }
        return value.booleanValue();
    }

    /** An integer, or nothing when it is absent or null. */
    public OptionalLong optionalNumber(String name) throws BadArgumentException {
        JsonNode value = members.get(name);
        if (value == null || value.isNull()) {
            return OptionalLong.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new BadArgumentException("bad_" + name, name + " must be an integer.");
        }
        return OptionalLong.of(value.longValue());
    }

    /** An integer between two bounds, or nothing when it is absent or null. */
    public OptionalInt number(String name, int min, int max) throws BadArgumentException {
        JsonNode value = members.get(name);
        if (value == null || value.isNull()) {
            return OptionalInt.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < min || value.intValue() > max) {
            throw new BadArgumentException(
                    "bad_" + name, "$." + name + " must be an integer from " + min + " to " + max + ".");
        }
        return OptionalInt.of(value.intValue());
    }

    /** Strings; none when the array is absent or null. */
    public List<String> texts(String name, int most) throws BadArgumentException {
        JsonNode value = members.get(name);
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (!value.isArray() || value.size() > most) {
            throw new BadArgumentException(
                    "bad_" + name, "$." + name + " must be an array of at most " + most + " strings.");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.isTextual() || !Utf16.isWellFormed(element.textValue())) {
                throw new BadArgumentException("bad_" + name, "$." + name + "[" + texts.size() + "] must be a string.");
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    /** An object, or nothing when it is absent or null. */
    public Optional<Arguments> optionalObject(String name) throws BadArgumentException {
        JsonNode value = members.get(name);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!(value instanceof ObjectNode object)) {
            throw new BadArgumentException("bad_" + name, name + " must be an object.");
        }
        return Optional.of(of(object));
    }

    /** The device that a client has named. */
    public static DeviceKey device(String platform, String deviceId) throws BadArgumentException {
        if (!DeviceKey.isValidPlatform(platform)) {
            throw new BadArgumentException("bad_platform", "platform is required: 1 to 32 of a-z 0-9 _ -.");
        }
        if (!DeviceKey.isValidDeviceId(deviceId)) {
            throw new BadArgumentException("bad_device_id", "device_id must be 1 to 128 of A-Z a-z 0-9 . _ -.");
        }
        return new DeviceKey(platform, deviceId);
    }
}
