package io.mychat.gateway.core.http;

import io.mychat.gateway.core.protocol.AsyncApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** {@code GET /api/openapi.json} and {@code /api/asyncapi.json}: the descriptions of both APIs for tools. */
public final class DocumentEndpoint implements EndpointGroup {

    private static final String RESOURCE = "openapi.json";

    private final byte[] document = read();

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/openapi.json", Access.ANYONE, "Document", request -> json(document)),
                Endpoint.get(
                        "/asyncapi.json", Access.ANYONE, "WebSocketDocument", request -> json(AsyncApi.document())));
    }

    private static ApiEndpoint.Result json(byte[] document) {
        return new ApiEndpoint.Result(200, ApiEndpoint.JSON, document);
    }

    private static byte[] read() {
        try (InputStream stream = DocumentEndpoint.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException(RESOURCE + " is missing in the jar");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
