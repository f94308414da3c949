package io.mychat.gateway.client;

import io.mychat.gateway.client.data.Outgoing;
import io.mychat.gateway.client.data.Sent;
import io.mychat.gateway.client.port.Json;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends messages until the gateway has stored or refused them. Each has an id by which the gateway recognises a repetition, so that none is stored
 * twice. Messages to one user keep their order: the next one leaves when the one before is answered.
 *
 * <p>{@link #add} and {@link #messages} may be called by any thread; everything else, and the fields of an entry, belong to the serial queue.
 */
final class Outbox {

    private final OutboxSettings settings;
    private final Json json;
    private final Listener listener;
    private final NavigableMap<Long, Entry> entries = new ConcurrentSkipListMap<>();
    private final Map<String, Entry> byId = new ConcurrentHashMap<>();
    private final AtomicLong next = new AtomicLong();
    private long bytes; // guarded by room, with the decision whether there is room
    private int count;
    private final Object room = new Object();
    private boolean online;

    private static final class Entry {

        private final long number;
        private final Outgoing message;
        private final int size;
        private final CompletableFuture<Sent> result = new CompletableFuture<>();
        private boolean tried; // it has been on a wire: the gateway may have stored it
        private boolean
                uncertain; // an earlier connection took its answer away, and the present one has not answered yet
        private boolean sending;

        Entry(long number, Outgoing message, int size) {
            this.number = number;
            this.message = message;
            this.size = size;
        }
    }

    /** What the outbox needs. */
    interface Listener {

        /** Sends one message over the present connection; completes on the serial queue. */
        CompletionStage<Sent> request(Outgoing message, long timeoutMs);

        /** Waits, then calls {@code resume}. */
        void later(Runnable resume, long ms);

        /** Runs a task on the serial queue. */
        void own(Runnable task);

        void sent(Outgoing message, Sent sent, CompletableFuture<Sent> result);

        void failed(Outgoing message, GatewayException error, CompletableFuture<Sent> result);

        /** No message is left whose fate is unknown. */
        void certain();

        /** The content has changed. */
        void changed();
    }

    Outbox(OutboxSettings settings, Json json, Listener listener) {
        this.settings = settings;
        this.json = json;
        this.listener = listener;
    }

    /** The waiting messages, the oldest first. */
    List<Outgoing> messages() {
        return entries.values().stream().map(entry -> entry.message).toList();
    }

    /** Puts back what an earlier process has not sent, before what this one sends. */
    void restore(List<Outgoing> messages) {
        long number = -messages.size();
        for (Outgoing message : messages) {
            Entry entry = new Entry(number++, message, size(message));
            entry.tried = true;
            if (byId.putIfAbsent(message.clientMsgId(), entry) == null && take(entry)) {
                entries.put(entry.number, entry);
            }
        }
    }

    /** A message with the id of one that waits is that one. */
    CompletableFuture<Sent> add(Outgoing message) {
        Entry entry = new Entry(next.getAndIncrement(), message, size(message));
        if (entry.size > settings.messageBytes()) {
            return CompletableFuture.failedFuture(GatewayException.local(
                    GatewayException.TOO_LARGE,
                    "the message has " + entry.size + " bytes of at most " + settings.messageBytes()));
        }
        Entry known = byId.putIfAbsent(message.clientMsgId(), entry);
        if (known != null) {
            return known.result.copy();
        }
        if (!take(entry)) {
            byId.remove(message.clientMsgId(), entry);
            entry.result.completeExceptionally(
                    GatewayException.local(GatewayException.OUTBOX_FULL, count + " messages are waiting"));
            return entry.result.copy();
        }
        entries.put(entry.number, entry);
        listener.own(() -> {
            listener.changed();
            flush();
        });
        return entry.result.copy();
    }

    private int size(Outgoing message) {
        return json.write(message.toJson()).getBytes(StandardCharsets.UTF_8).length;
    }

    private boolean take(Entry entry) {
        synchronized (room) {
            boolean fits = count < settings.messages() && bytes + entry.size <= settings.bytes();
            if (fits) {
                count++;
                bytes += entry.size;
            }
            return fits;
        }
    }

    private void remove(Entry entry) {
        if (entries.remove(entry.number, entry)) {
            byId.remove(entry.message.clientMsgId(), entry);
            synchronized (room) {
                count--;
                bytes -= entry.size;
            }
            listener.changed();
        }
    }

    /** Whether a message to this user may have been stored although its answer is missing. */
    boolean isUncertain(String toUser) {
        return entries.values().stream()
                .anyMatch(entry -> entry.uncertain && entry.message.toUser().equals(toUser));
    }

    private boolean isUncertain() {
        return entries.values().stream().anyMatch(entry -> entry.uncertain);
    }

    /** A connection is logged in. */
    void connected() {
        online = true;
        for (Entry entry : entries.values()) {
            entry.uncertain = entry.tried;
            entry.sending = false;
        }
        flush();
    }

    void disconnected() {
        online = false;
    }

    /** Gives up everything that waits. */
    void clear(GatewayException error) {
        Collection<Entry> all = List.copyOf(entries.values());
        for (Entry entry : all) {
            entry.uncertain = false;
            remove(entry);
        }
        listener.certain();
        all.forEach(entry -> listener.failed(entry.message, error, entry.result));
    }

    /** The client is closed: nobody will complete what waits. It stays in the saved session. Any thread may call it. */
    void fail(GatewayException error) {
        entries.values().forEach(entry -> entry.result.completeExceptionally(error));
    }

    private void flush() {
        Set<String> busy = new HashSet<>();
        for (Entry entry : entries.values()) {
            if (busy.add(entry.message.toUser()) && online && !entry.sending) {
                send(entry);
            }
        }
    }

    private void send(Entry entry) {
        entry.sending = true;
        entry.tried = true;
        listener.request(entry.message, settings.replyMs()).whenComplete((sent, failure) -> {
            if (failure == null) {
                done(entry, sent);
            } else {
                refused(entry, GatewayException.of(failure));
            }
        });
    }

    private void refused(Entry entry, GatewayException error) {
        int code = error.code();
        // Without an answer, without a login, too fast, or not now: the message stays, and so does the doubt about an
        // earlier one.
        if (code == 0 || code == 401) {
            entry.sending = false; // the next connection sends again what this one lost
            if (error.is(GatewayException.TIMEOUT)) {
                listener.later(() -> again(entry), 0);
            }
        } else if (code == 429 || code == 503) {
            listener.later(() -> again(entry), error.retryAfterMs().orElse(settings.retryMs()));
        } else {
            remove(entry);
            answered(entry);
            listener.failed(entry.message, error, entry.result);
            flush();
        }
    }

    private void again(Entry entry) {
        entry.sending = false;
        flush();
    }

    private void done(Entry entry, Sent sent) {
        remove(entry);
        listener.sent(entry.message, sent, entry.result);
        answered(entry);
        flush();
    }

    private void answered(Entry entry) {
        boolean open = entry.uncertain;
        entry.uncertain = false;
        if (open && !isUncertain()) {
            listener.certain();
        }
    }
}
