package io.mychat.gateway.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JWT in its compact form (RFC 7515 section 7.1), taken apart and not verified. The library that signs makes a tree of
 * each header and payload; only the claims that are read here become objects. Immutable.
 */
final class SignedToken {

    /** The value of a claim that is neither text, number nor list. */
    static final Object OTHER = new Object();

    private static final int BUFFERS = 16;
    private static final JsonFactory JSON = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.newBoundedPool(BUFFERS))
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final String text;
    private final byte[] bytes;
    private final int signedBytes;
    private final Header header;
    private final @Nullable Object[] claims;

    /** The claims that are read; others are skipped. */
    enum Name {
        ISSUER("iss"),
        SUBJECT("sub"),
        AUDIENCE("aud"),
        EXPIRES("exp"),
        NOT_BEFORE("nbf"),
        ISSUED("iat"),
        TOKEN_ID("jti"),
        USERNAME("username"),
        ROLES("roles"),
        PLATFORM("platform"),
        DEVICE_ID("device_id"),
        FAMILY("fam"),
        GENERATION("gen"),
        ACCOUNT("afp");

        private static final Name[] ALL = values();

        private final String text;

        Name(String text) {
            this.text = text;
        }

        /** The name in the payload. */
        String text() {
            return text;
        }

        private static @Nullable Name of(String text) {
            for (Name name : ALL) {
                if (name.text.equals(text)) {
                    return name;
                }
            }
            return null;
        }
    }

    /**
     * A header.
     *
     * @param encoded its text in the token
     * @param algorithm empty: none
     * @param keyId empty: none; null: no text
     * @param isCritical whether it has extensions that a reader must know
     */
    record Header(
            String encoded, String algorithm, @Nullable String keyId, boolean isCritical) {}

    private SignedToken(String text, byte[] bytes, int signedBytes, Header header, @Nullable Object[] claims) {
        this.text = text;
        this.bytes = bytes;
        this.signedBytes = signedBytes;
        this.header = header;
        this.claims = claims;
    }

    /**
     * Takes a token apart.
     *
     * @param known the header of another token, which is probably that of this one too; null: there is none
     * @throws IllegalArgumentException when it is malformed
     */
    static SignedToken of(String text, @Nullable Header known) {
        int first = text.indexOf('.');
        int second = text.indexOf('.', first + 1);
        if (first < 0 || second < 0 || text.indexOf('.', second + 1) >= 0) {
            throw malformed(null);
        }
        // Another character than those of base64 becomes one that the decoder refuses.
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        try {
            Header header = known != null && known.encoded().length() == first && text.startsWith(known.encoded())
                    ? known
                    : header(text.substring(0, first), decoded(bytes, 0, first));
            @Nullable Object[] claims = claims(decoded(bytes, first + 1, second));
            return new SignedToken(text, bytes, second, header, claims);
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    /** The whole token. */
    String text() {
        return text;
    }

    Header header() {
        return header;
    }

    /** The part of {@link #bytes} that is signed: the header and the payload. */
    int signedBytes() {
        return signedBytes;
    }

    /** The bytes of the token, not a copy. */
    byte[] bytes() {
        return bytes;
    }

    /** @throws IllegalArgumentException when it is no base64 */
    byte[] signature() {
        return base64(bytes, signedBytes + 1, bytes.length);
    }

    /**
     * The value of a claim: a text, a {@code Long} or {@code Double}, a list of these, or {@link #OTHER}. The last one of
     * several with the same name counts.
     *
     * @return null: absent, or null
     */
    @Nullable
    Object claim(Name name) {
        return claims[name.ordinal()];
    }

    private static Header header(String encoded, String json) throws IOException {
        String algorithm = "";
        @Nullable String keyId = "";
        boolean isCritical = false;
        try (JsonParser parser = JSON.createParser(json)) {
            beginObject(parser);
            String name;
            while ((name = parser.nextFieldName()) != null) {
                parser.nextToken();
                Object value = value(parser);
                switch (name) {
                    case "alg" -> algorithm = value instanceof String given ? given : "";
                    case "kid" -> keyId = value == null ? "" : value instanceof String given ? given : null;
                    case "crit" -> isCritical = true;
                    default -> {}
                }
            }
            endText(parser);
        }
        return new Header(encoded, algorithm, keyId, isCritical);
    }

    private static @Nullable Object[] claims(String json) throws IOException {
        @Nullable Object[] claims = new Object[Name.ALL.length];
        try (JsonParser parser = JSON.createParser(json)) {
            beginObject(parser);
            String text;
            while ((text = parser.nextFieldName()) != null) {
                parser.nextToken();
                Name name = Name.of(text);
                if (name == null) {
                    parser.skipChildren();
                } else {
                    claims[name.ordinal()] = value(parser);
                }
            }
            endText(parser);
        }
        return claims;
    }

    private static void beginObject(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw malformed(null);
        }
    }

    private static void endText(JsonParser parser) throws IOException {
        if (parser.nextToken() != null) {
            throw malformed(null);
        }
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return scalar(parser);
        }
        List<@Nullable Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(scalar(parser));
        }
        return elements;
    }

    private static @Nullable Object scalar(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? OTHER : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_NULL -> null;
            default -> {
                parser.skipChildren();
                yield OTHER;
            }
        };
    }

    /** JSON in UTF-8; a text, so that nobody guesses another encoding from zero bytes. */
    private static String decoded(byte[] bytes, int from, int to) {
        return new String(base64(bytes, from, to), StandardCharsets.UTF_8);
    }

    private static byte[] base64(byte[] bytes, int from, int to) {
        return Base64.getUrlDecoder()
                .decode(ByteBuffer.wrap(bytes, from, to - from))
                .array();
    }

    private static IllegalArgumentException malformed(@Nullable Throwable cause) {
        return new IllegalArgumentException("malformed token", cause);
    }
}
