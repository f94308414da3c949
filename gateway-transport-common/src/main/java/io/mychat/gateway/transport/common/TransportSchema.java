package io.mychat.gateway.transport.common;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The declaration of the keys in the sections {@code server} and {@code tls} that the transports on sockets read. */
public final class TransportSchema {

    private TransportSchema() {}

    /** The content of {@code gateway_config.schema.json} beside this class. */
    public static String json() {
        try (InputStream file = TransportSchema.class.getResourceAsStream("gateway_config.schema.json")) {
            if (file == null) {
                throw new IllegalStateException("gateway_config.schema.json is missing in gateway-transport-common");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
