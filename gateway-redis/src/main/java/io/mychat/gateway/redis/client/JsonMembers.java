package io.mychat.gateway.redis.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of a stored object one after the other, without a tree, for the kinds of which one operation reads many.
 * A value that is not asked for, or is of another kind, is skipped. Used by one thread.
 */
public final class JsonMembers implements AutoCloseable {

    private final JsonParser json;
    /** Whether there was a member. */
    private boolean isInside;

    private JsonMembers(JsonParser json) {
        this.json = json;
    }

    /**
     * Stands in front of the first member.
     *
     * @throws IOException when the text is no JSON
     * @throws IllegalArgumentException when it is no object
     */
    public static JsonMembers of(String text) throws IOException {
        JsonMembers members = new JsonMembers(Json.parser(text));
        try {
            if (members.json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("no object");
            }
            return members;
        } catch (IOException | RuntimeException e) {
            members.close();
            throw e;
        }
    }

    /** The name of the next member; null behind the last one. */
    public @Nullable String next() throws IOException {
        if (isInside) {
            json.skipChildren(); // of a value that nobody asked for
        }
        isInside = true;
        String name = json.nextFieldName();
        if (name != null) {
            JsonToken unused = json.nextToken();
        }
        return name;
    }

    /** The member's text; null when it is none. */
    public @Nullable String text() throws IOException {
        return json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : null;
    }

    /** The member's number. */
    public long number(long otherwise) throws IOException {
        JsonToken value = json.currentToken();
        return value != null && value.isNumeric() ? json.getValueAsLong(otherwise) : otherwise;
    }

    /** The texts of the member's array, which replace what the collection had. */
    public void texts(Collection<String> into) throws IOException {
        into.clear();
        if (json.currentToken() != JsonToken.START_ARRAY) {
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            String text = text();
            if (text != null) {
                into.add(text);
            }
            json.skipChildren();
        }
    }

    /** Gives the buffers back. */
    @Override
    public void close() throws IOException {
        json.close();
    }
}
