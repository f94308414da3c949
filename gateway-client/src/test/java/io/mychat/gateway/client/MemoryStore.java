package io.mychat.gateway.client;

import io.mychat.gateway.client.data.JsonObject;
import io.mychat.gateway.client.jackson.JacksonJson;
import org.jspecify.annotations.Nullable;

/** A session in memory. */
final class MemoryStore implements SessionStore {

    @Nullable
    String text;

    int saves;

    @Override
    public @Nullable String load() {
        return text;
    }

    @Override
    public void save(@Nullable String session) {
        text = session;
        saves++;
    }

    JsonObject session() {
        return text == null ? JsonObject.EMPTY : JsonObject.of(new JacksonJson().read(text));
    }
}
