package io.mychat.gateway.core.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.protocol.Arguments;
import io.mychat.gateway.spi.message.ErrorCode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Reads the fields of a form ({@code application/x-www-form-urlencoded}) as texts. */
final class FormBody {

    static final String TYPE = "application/x-www-form-urlencoded";

    private static final int MOST_FIELDS = 16;

    private FormBody() {}

    static Arguments read(byte[] body, Json json) throws ApiError {
        ObjectNode fields = json.object();
        String[] pairs = new String(body, StandardCharsets.US_ASCII).split("&", MOST_FIELDS + 1);
        if (pairs.length > MOST_FIELDS) {
            throw bad("has more than " + MOST_FIELDS + " fields");
        }
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            if (fields.has(name)) {
                throw bad("has a field twice");
            }
            fields.put(name, equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
        return Arguments.of(fields);
    }

    private static String decoded(String text) throws ApiError {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw bad("has a broken percent sign");
        }
    }

    private static ApiError bad(String fault) {
        return ApiError.of(ErrorCode.BAD_REQUEST, "bad_form", "The form " + fault + ".");
    }
}
