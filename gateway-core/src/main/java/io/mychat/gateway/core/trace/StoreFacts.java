package io.mychat.gateway.core.trace;

import io.mychat.gateway.core.tracelog.TraceEvent;
import io.mychat.gateway.core.tracelog.TraceStep;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.HistoryPage;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.session.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the stores know about a subject, as events: stored messages, sessions, and what their devices have acknowledged. It
 * reads a bounded number of messages, and passes on none of their content. Used once, by one thread; may block.
 */
final class StoreFacts {

    /** The name in place of a node's. */
    static final String NODE = "store";

    /** How many messages of a chat and of an inbox are looked at, the newest. */
    static final int PAGE = 50;

    private final MessageStore store;
    private final Function<String, List<Session>> sessionsOf;
    private final Instant now;
    private final Map<String, ChatMessage> messages = new LinkedHashMap<>();
    /** The positions of each message in inboxes, for people. */
    private final Map<String, List<String>> positions = new HashMap<>();

    private final List<TraceEvent> events = new ArrayList<>();

    /** @param now the time of the facts that have none of their own */
    StoreFacts(MessageStore store, Function<String, List<Session>> sessionsOf, Instant now) {
        this.store = store;
        this.sessionsOf = sessionsOf;
        this.now = now;
    }

    /** The newest messages to and from a user, and the user's sessions. */
    List<TraceEvent> ofUser(String userId) {
        person(userId, message -> true);
        return all();
    }

    /** The newest messages of a chat, and its members' sessions. */
    List<TraceEvent> ofChat(ChatId chat) {
        history(chat).messages().forEach(message -> messages.put(message.messageId(), message));
        chat.members()
                .forEach(member -> person(member, message -> message.chatId().equals(chat)));
        return all();
    }

    /** A message of a chat, and the sessions of the chat's members. */
    List<TraceEvent> ofMessage(String messageId, ChatId chat) {
        history(chat).messages().stream()
                .filter(message -> message.messageId().equals(messageId))
                .forEach(message -> messages.put(messageId, message));
        chat.members()
                .forEach(member -> person(member, message -> message.messageId().equals(messageId)));
        if (messages.isEmpty()) {
            older(messageId, chat);
        }
        return all();
    }

    private HistoryPage history(ChatId chat) {
        return store.history(chat, PAGE, Optional.empty()).orElse(new HistoryPage(List.of(), false));
    }

    /** The message is not among the newest: the one before it tells its place. */
    private void older(String messageId, ChatId chat) {
        Optional<HistoryPage> before = store.history(chat, 1, Optional.of(messageId));
        if (before.isPresent()) {
            String place = before.get().messages().stream()
                    .map(message -> "chat_seq " + (message.chatSeq() + 1))
                    .findFirst()
                    .orElse("the oldest of its chat");
            event(
                    madeAt(messageId),
                    TraceStep.STORED,
                    new TraceEvent.Who("", "", ""),
                    new TraceEvent.Item(messageId, chat.toString(), 0),
                    place);
        }
    }

    /** The time in a UUIDv7, as the gateway makes them. */
    private Instant madeAt(String messageId) {
        try {
            UUID id = UUID.fromString(messageId);
            return id.version() == 7 ? Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16) : now;
        } catch (IllegalArgumentException e) {
            return now;
        }
    }

    private void person(String userId, Predicate<ChatMessage> filter) {
        InboxPage bounds = store.readInbox(userId, 0, 0);
        InboxPage newest = store.readInbox(userId, Math.max(0, bounds.latestSeq() - PAGE), PAGE);
        long position = 0;
        for (InboxEntry entry : newest.entries()) {
            ChatMessage message = entry.message();
            if (filter.test(message)) {
                position = entry.inboxSeq();
                messages.putIfAbsent(message.messageId(), message);
                positions
                        .computeIfAbsent(message.messageId(), id -> new ArrayList<>(2))
                        .add("inbox_seq " + position + " of " + userId);
            }
        }
        List<Session> sessions = sessionsOf.apply(userId);
        if (sessions.isEmpty()) {
            event(now, TraceStep.OFFLINE, new TraceEvent.Who(userId, "", ""), new TraceEvent.Item("", "", 0), "");
        }
        long newestHere = position;
        sessions.forEach(session -> session(session, newest, newestHere));
    }

    /** @param newest the position of the newest message of this trace in the inbox; 0: there is none */
    private void session(Session session, InboxPage inbox, long newest) {
        TraceEvent.Who who = new TraceEvent.Who(session.userId(), "", session.id());
        String device = session.device().platform() + " " + session.device().deviceId();
        event(
                session.loginAt(),
                TraceStep.ONLINE,
                who,
                new TraceEvent.Item("", "", 0),
                "on node " + session.nodeId() + ", " + device + " from " + session.ip());
        long seq = store.acknowledged(session.userId(), session.device());
        event(
                now,
                seq > 0 && seq >= newest ? TraceStep.ACKNOWLEDGED : TraceStep.NOT_ACKNOWLEDGED,
                who,
                new TraceEvent.Item("", "", seq),
                "up to inbox_seq " + seq + " of " + inbox.latestSeq() + ", by " + device
                        + (newest == 0 ? "" : "; the newest message of this trace has " + newest));
    }

    private List<TraceEvent> all() {
        for (ChatMessage message : messages.values()) {
            List<String> places = new ArrayList<>(List.of("to " + message.toUser(), "chat_seq " + message.chatSeq()));
            places.addAll(positions.getOrDefault(message.messageId(), List.of()));
            event(
                    message.timestamp(),
                    TraceStep.STORED,
                    new TraceEvent.Who(message.fromUser(), message.toUser(), ""),
                    new TraceEvent.Item(message.messageId(), message.chatId().toString(), 0),
                    String.join(", ", places));
        }
        return List.copyOf(events);
    }

    private void event(Instant at, TraceStep step, TraceEvent.Who who, TraceEvent.Item item, String detail) {
        events.add(new TraceEvent(at, step.key(), who, item, detail));
    }
}
