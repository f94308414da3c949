package io.mychat.gateway.core.handler.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.ReplyException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the {@code data} of messages into records, with strict types, and writes records. Thread-safe. */
final class PayloadReader {

    private final Json json;
    /** Made for the first record: a gateway whose handlers have none does not load Jackson's mapper. */
    private volatile @Nullable JsonMapper mapper;

    PayloadReader(Json json) {
        this.json = json;
    }

    private JsonMapper mapper() {
        JsonMapper present = mapper;
        if (present == null) {
            synchronized (this) {
                present = mapper;
                if (present == null) {
                    present = newMapper();
                    mapper = present;
                }
            }
        }
        return present;
    }

    /** Its types are its own: those of Jackson's common factory keep the records of a plug-in in memory for ever. */
    private static JsonMapper newMapper() {
        return JsonMapper.builder()
                .typeFactory(TypeFactory.createDefaultInstance())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                // Otherwise a number or a boolean would be taken as a text.
                .withCoercionConfig(
                        LogicalType.Textual,
                        text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .build();
    }

    /** @throws ReplyException 400 with the path of the faulty member */
    <P extends Record> P read(String data, Class<P> type) {
        if (type.getRecordComponents().length == 0) {
            data = "{}";
        }
        Optional<ObjectNode> node = json.readObject(data);
        if (node.isEmpty()) {
            throw fault("$", "must be a JSON object");
        }
        P payload;
        try {
            payload = mapper().treeToValue(node.get(), type);
        } catch (ValueInstantiationException e) {
            throw fault(path(e), reason(e.getCause()));
        } catch (JsonMappingException e) {
            throw fault(path(e), "has a wrong type or value");
        } catch (JsonProcessingException e) {
            throw fault("$", "cannot be read");
        }
        RequiredMembers.missing(payload, node.get(), "$").ifPresent(path -> {
            throw fault(path, "is required");
        });
        return payload;
    }

    /** @throws IllegalStateException when the value cannot be written as JSON */
    String write(Object value) {
        try {
            return mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(value.getClass().getName() + " cannot be written as JSON", e);
        }
    }

    private static ReplyException fault(String path, String what) {
        return new ReplyException(ErrorCode.BAD_REQUEST, "bad_payload", path + " " + what + ".");
    }

    private static String reason(@Nullable Throwable cause) {
        return cause instanceof IllegalArgumentException && cause.getMessage() != null
                ? "is invalid: " + cause.getMessage()
                : "is invalid";
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder("$");
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append('.').append(step.getFieldName());
            }
        }
        return path.toString();
    }
}
