package io.mychat.gateway.client;

import io.mychat.gateway.client.data.JsonObject;
import io.mychat.gateway.client.data.Outgoing;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The session of one client, in memory and in its store. Changes that follow each other closely are saved once. */
final class SessionKeeper {

    private final @Nullable SessionStore store;
    private final Environment environment;
    private final Supplier<List<Outgoing>> outbox;
    private final Serial saving;
    private final AtomicReference<@Nullable Snapshot> unsaved = new AtomicReference<>();
    private boolean loaded;
    private boolean scheduled;

    Session current = new Session();

    /** What the store is to have; a null is to be stored, too. */
    private record Snapshot(@Nullable String text) {}

    SessionKeeper(@Nullable SessionStore store, Environment environment, Supplier<List<Outgoing>> outbox) {
        this.store = store;
        this.environment = environment;
        this.outbox = outbox;
        this.saving = environment.callbackQueue();
    }

    /** Loads, once. Completes on the serial queue with what was saved, as JSON. */
    CompletableFuture<JsonObject> load() {
        CompletableFuture<JsonObject> done = new CompletableFuture<>();
        SessionStore from = store;
        if (from == null) {
            loaded = true;
            done.complete(JsonObject.EMPTY);
            return done;
        }
        saving.execute(() -> {
            JsonObject saved = read(from);
            environment.serial.execute(() -> {
                loaded = true;
                current = Session.of(saved);
                done.complete(saved);
            });
        });
        return done;
    }

    private JsonObject read(SessionStore from) {
        try {
            String text = from.load();
            return text == null ? JsonObject.EMPTY : JsonObject.of(environment.json.read(text));
        } catch (RuntimeException failure) {
            environment.report.accept(failure);
            return JsonObject.EMPTY;
        }
    }

    /** Saves soon, behind what else the serial queue has to do. */
    void save() {
        if (store != null && loaded && !scheduled) {
            scheduled = true;
            environment.serial.execute(this::write);
        }
    }

    private void write() {
        scheduled = false;
        SessionStore to = store;
        if (to == null) {
            return;
        }
        Map<String, Object> session = current.toJson(outbox.get());
        Snapshot snapshot = new Snapshot(session.isEmpty() ? null : environment.json.write(session));
        if (unsaved.getAndSet(snapshot) == null) {
            saving.execute(() -> {
                Snapshot newest = unsaved.getAndSet(null);
                if (newest != null) {
                    to.save(newest.text());
                }
            });
        }
    }

    /** Runs a task on a thread for callbacks, behind what is to be saved now. */
    void afterSaving(Runnable task) {
        environment.serial.execute(() -> saving.execute(task));
    }
}
