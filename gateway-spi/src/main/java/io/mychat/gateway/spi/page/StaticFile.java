package io.mychat.gateway.spi.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * A body with its media type and its entity tag (RFC 9110, 8.8.3), which changes with the content. Immutable.
 *
 * @since 0.1.0
 */
public final class StaticFile {

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "txt", "text/plain; charset=utf-8");

    /** The bytes of a hash in an entity tag. */
    private static final int TAG_BYTES = 16;

    private final String type;
    private final byte[] body;
    private final String tag;

    private StaticFile(String type, byte[] body) {
        this.type = type;
        this.body = body.clone();
        this.tag = '"' + HexFormat.of().formatHex(sha256(body), 0, TAG_BYTES) + '"';
    }

    /**
     * @param name its extension decides the media type: html, css, js, json, svg or txt
     * @throws IllegalArgumentException when the extension is another one
     */
    public static StaticFile of(String name, byte[] body) {
        String type = Optional.ofNullable(TYPES.get(name.substring(name.lastIndexOf('.') + 1)))
                .orElseThrow(() -> new IllegalArgumentException(name + " has no known type: "
                        + TYPES.keySet().stream().sorted().toList()));
        return new StaticFile(type, body);
    }

    /**
     * Reads a resource. A class of a named module opens its package to {@code io.mychat.gateway.spi}.
     *
     * @param owner the class beside which the resource is
     * @param name as {@link Class#getResourceAsStream} takes it
     * @throws IllegalStateException when there is no such resource
     */
    public static StaticFile read(Class<?> owner, String name) {
        try (InputStream file = owner.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("the program lacks its file " + name);
            }
            return of(name, file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String type() {
        return type;
    }

    /** Not a copy, which would double each answer; it is not changed. */
    byte[] body() {
        return body;
    }

    String tag() {
        return tag;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
