package io.mychat.gateway.core.cluster;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mychat.gateway.core.tracelog.TraceEvent;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A recorded event on the bus. An absent text is empty, an absent number 0.
 *
 * @param at milliseconds since 1970
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
record TracedEvent(
        long at,
        @Nullable String what,
        @Nullable String user,
        @Nullable String peer,
        @Nullable String session,
        @Nullable String message,
        @Nullable String chat,
        @Nullable Long inboxSeq,
        @Nullable String detail) {

    static TracedEvent of(TraceEvent event) {
        return new TracedEvent(
                event.at().toEpochMilli(),
                event.what(),
                orNull(event.who().userId()),
                orNull(event.who().peerId()),
                orNull(event.who().sessionId()),
                orNull(event.item().messageId()),
                orNull(event.item().chatId()),
                event.item().inboxSeq() == 0 ? null : event.item().inboxSeq(),
                orNull(event.detail()));
    }

    TraceEvent event() {
        return new TraceEvent(
                Instant.ofEpochMilli(at),
                orEmpty(what),
                new TraceEvent.Who(orEmpty(user), orEmpty(peer), orEmpty(session)),
                new TraceEvent.Item(orEmpty(message), orEmpty(chat), inboxSeq == null ? 0 : inboxSeq),
                orEmpty(detail));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String orEmpty(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }
}
