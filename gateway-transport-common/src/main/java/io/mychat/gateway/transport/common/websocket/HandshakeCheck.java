package io.mychat.gateway.transport.common.websocket;

import io.mychat.gateway.spi.transport.ErrorBody;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks a client's handshake against RFC 6455 section 4.2.1. */
public final class HandshakeCheck {

    private static final byte[] GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11".getBytes(StandardCharsets.ISO_8859_1);
    /** Waits for the next handshake; a thread that finds none makes one. */
    private static final AtomicReference<@Nullable MessageDigest> spare = new AtomicReference<>();

    private static final Map<String, String> UPGRADE = Map.of("Upgrade", "websocket");
    private static final Fault NOT_FOUND =
            new Fault(new ErrorBody(404, "Not Found", "not_found", "no WebSocket here"), Map.of());
    private static final Fault NO_UPGRADE = new Fault(
            new ErrorBody(426, "Upgrade Required", "upgrade_required", "this is a WebSocket endpoint"), UPGRADE);
    private static final Fault VERSION = new Fault(
            new ErrorBody(426, "Upgrade Required", "unsupported_version", "Sec-WebSocket-Version must be 13"),
            Map.of("Upgrade", "websocket", "Sec-WebSocket-Version", "13"));

    private HandshakeCheck() {}

    /** A request that claims to be a handshake. */
    public interface Request {

        String method();

        /** The decoded path. */
        String path();

        boolean isHttp11();

        boolean hasBody();

        /** The values of all header fields with this name. */
        List<String> headers(String name);
    }

    /**
     * The answer to an invalid handshake.
     *
     * @param headers of the response, beside those of its body
     */
    public record Fault(ErrorBody body, Map<String, String> headers) {}

    /**
     * The fault of a request, or null.
     *
     * @param path the only path; null: any
     */
    public static @Nullable Fault fault(Request request, @Nullable String path) {
        if (path != null && !request.path().equals(path)) {
            return NOT_FOUND;
        }
        if (!hasToken(request, "Upgrade", "websocket")) {
            return NO_UPGRADE;
        }
        if (!request.method().equals("GET")) {
            return broken("the method must be GET");
        }
        if (!request.isHttp11()) {
            return broken("HTTP/1.1 is needed");
        }
        if (request.headers("Host").size() != 1) {
            return broken("there must be one Host");
        }
        if (!hasToken(request, "Connection", "upgrade")) {
            return broken("Connection must contain Upgrade");
        }
        if (request.hasBody()) {
            return broken("a handshake has no body");
        }
        List<String> versions = request.headers("Sec-WebSocket-Version");
        if (versions.size() != 1) {
            return broken("there must be one Sec-WebSocket-Version");
        }
        if (!versions.get(0).equals("13")) {
            return VERSION;
        }
        List<String> keys = request.headers("Sec-WebSocket-Key");
        if (keys.size() != 1 || !isKey(keys.get(0))) {
            return broken("there must be one Sec-WebSocket-Key, the base64 of 16 bytes");
        }
        return null;
    }

    /** The value of {@code Sec-WebSocket-Accept} (section 4.2.2). */
    public static String accept(String key) {
        MessageDigest taken = spare.getAndSet(null);
        MessageDigest sha1 = taken != null ? taken : sha1();
        sha1.update(key.getBytes(StandardCharsets.ISO_8859_1));
        byte[] digest = sha1.digest(GUID); // which leaves it as it was
        spare.set(sha1);
        return Base64.getEncoder().encodeToString(digest);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /** The elements of a comma-separated header, which may occur several times. */
    public static Stream<String> tokens(List<String> values) {
        return values.stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(String::strip)
                .filter(token -> !token.isEmpty());
    }

    /** A handshake that is refused with 400. */
    public static Fault broken(String detail) {
        return new Fault(new ErrorBody(400, "Bad Request", "bad_handshake", detail), Map.of());
    }

    private static boolean isKey(String key) {
        try {
            return key.length() == 24 && Base64.getDecoder().decode(key).length == 16;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean hasToken(Request request, String name, String token) {
        List<String> values = request.headers(name);
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            if (value.equalsIgnoreCase(token)
                    || (value.length() > token.length()
                            && tokens(List.of(value)).anyMatch(token::equalsIgnoreCase))) {
                return true;
            }
        }
        return false;
    }
}
