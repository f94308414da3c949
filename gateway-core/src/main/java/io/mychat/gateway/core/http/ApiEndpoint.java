package io.mychat.gateway.core.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.protocol.BadArgumentException;
import java.nio.charset.StandardCharsets;

/** The work of an endpoint. May block. */
@FunctionalInterface
public interface ApiEndpoint {

    String JSON = "application/json; charset=utf-8";

    Result answer(ApiRequest request) throws ApiError, BadArgumentException;

    /** A complete answer. */
    public record Result(int status, String contentType, byte[] bytes) {

        public Result(int status, ObjectNode body) {
            this(status, JSON, body.toString().getBytes(StandardCharsets.UTF_8));
        }

        public static Result ok(ObjectNode body) {
            return new Result(200, body);
        }
    }
}
