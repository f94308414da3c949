package io.mychat.gateway.core.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.handler.BadArgumentException;

/** One resource of the HTTP API. May block. */
@FunctionalInterface
interface ApiEndpoint {

    Result answer(ApiRequest request) throws ApiError, BadArgumentException;

    /** A status and a body. */
    record Result(int status, ObjectNode body) {
        static Result ok(ObjectNode body) {
            return new Result(200, body);
        }
    }
}
