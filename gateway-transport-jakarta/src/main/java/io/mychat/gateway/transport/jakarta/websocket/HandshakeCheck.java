package io.mychat.gateway.transport.jakarta.websocket;

import io.mychat.gateway.spi.transport.ErrorBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Checks a client's handshake against RFC 6455 section 4.2.1, beyond what the container checks. */
final class HandshakeCheck {

    private static final int KEY_CHARACTERS = 24;
    private static final int KEY_BYTES = 16;

    private HandshakeCheck() {}

    /** The error response for an invalid request, or null; sets the headers of the response. */
    static @Nullable ErrorBody fault(HttpServletRequest request, Handshake handshake, HttpServletResponse response) {
        if (!handshake.hasToken("Upgrade", "websocket")) {
            response.setHeader("Upgrade", "websocket");
            return upgrade("upgrade_required", "this is a WebSocket endpoint");
        }
        if (!request.getMethod().equals("GET")) {
            return broken("the method must be GET");
        }
        if (!request.getProtocol().equals("HTTP/1.1")) {
            return broken("HTTP/1.1 is needed");
        }
        if (!handshake.hasToken("Connection", "upgrade")) {
            return broken("Connection must contain Upgrade");
        }
        if (request.getContentLengthLong() > 0
                || handshake.header("Transfer-Encoding").isPresent()) {
            return broken("a handshake has no body");
        }
        if (handshake.headers("Sec-WebSocket-Version").size() != 1) {
            return broken("there must be one Sec-WebSocket-Version");
        }
        if (!handshake.headers("Sec-WebSocket-Version").get(0).equals("13")) {
            response.setHeader("Upgrade", "websocket");
            response.setHeader("Sec-WebSocket-Version", "13");
            return upgrade("unsupported_version", "Sec-WebSocket-Version must be 13");
        }
        if (handshake.headers("Sec-WebSocket-Key").size() != 1
                || !isKey(handshake.headers("Sec-WebSocket-Key").get(0))) {
            return broken("there must be one Sec-WebSocket-Key, the base64 of 16 bytes");
        }
        return null;
    }

    private static ErrorBody upgrade(String error, String detail) {
        return new ErrorBody(426, "Upgrade Required", error, detail);
    }

    private static ErrorBody broken(String detail) {
        return new ErrorBody(400, "Bad Request", "bad_handshake", detail);
    }

    private static boolean isKey(String key) {
        try {
            return key.length() == KEY_CHARACTERS && Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
