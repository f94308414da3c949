package io.mychat.gateway.transport.common.deflate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One element of {@code Sec-WebSocket-Extensions} (RFC 6455 section 9.1).
 *
 * @param name the extension
 * @param parameters in the order of the header; a name may occur several times
 */
record ExtensionOffer(String name, List<Parameter> parameters) {

    ExtensionOffer {
        parameters = List.copyOf(parameters);
    }

    /** @param value null: the parameter has none */
    record Parameter(String name, @Nullable String value) {}
}
