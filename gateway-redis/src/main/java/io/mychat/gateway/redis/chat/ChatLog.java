package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.client.Command;
import io.mychat.gateway.redis.client.Keys;
import io.mychat.gateway.redis.client.LuaScript;
import io.mychat.gateway.redis.client.RareWarning;
import io.mychat.gateway.redis.client.Reply;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.HistoryPage;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The chats: the first of the two steps of a message, and reading. Safe for use by many threads. */
final class ChatLog {

    /** How many messages of one sender may stand open in one chat; beyond it the sender has to wait for the sweep. */
    static final int MAX_OPEN = 64;

    private static final Logger LOG = LoggerFactory.getLogger(ChatLog.class);
    private static final LuaScript APPEND = LuaScript.load(ChatLog.class, "prelude.lua", "chat-append.lua");
    private static final LuaScript HISTORY = LuaScript.load(ChatLog.class, "prelude.lua", "chat-history.lua");

    private final Calls redis;
    private final Context context;
    private final Marks marks;
    private final KnownChats known;
    private final RareWarning losses;

    ChatLog(Calls redis, Context context, Marks marks, TimeSource time) {
        this.redis = redis;
        this.context = context;
        this.marks = marks;
        this.known = new KnownChats(context.settings().maxKnown());
        this.losses = new RareWarning(LOG, time);
    }

    /**
     * Stores a message with a mark; also takes away marks of the same bucket that are done.
     *
     * @param calls of what this is a part of
     */
    ChatOutcome append(NewMessage message, Calls calls) {
        ChatId chat = message.chatId();
        MessageRecord content = MessageRecord.of(message);
        List<Object> args = new ArrayList<>(context.clockAndRetention());
        args.add(context.settings().dedupe().toMillis());
        args.add(context.settings().maxPerChat());
        args.add(MAX_OPEN);
        args.add(chat.toString());
        args.add(Keys.encode(message.fromUser()).equals(chat.first()) ? "1" : "2");
        args.add(context.nodeId());
        args.add(message.messageId());
        args.add(message.timestamp().toString());
        args.add(Digest.of(message.content()));
        String record = content.text();
        args.add(record);
        KnownChats.Newest seen = known.of(chat);
        args.add(seen.number());
        args.add(seen.messageId());
        args.addAll(marks.takeDone(ChatKeys.bucket(chat)));

        List<String> keys = new ArrayList<>(context.keys().chat(chat));
        keys.add(context.keys().open(ChatKeys.bucket(chat)));
        String clientMsgId = message.clientMsgId();
        if (clientMsgId != null) {
            keys.add(context.keys().sent(chat, message.fromUser(), clientMsgId));
        }
        List<@Nullable Object> answer = Reply.list(calls.call(APPEND.on(keys, args.toArray())));
        return outcome(answer, message, record, content);
    }

    private ChatOutcome outcome(
            List<@Nullable Object> answer, NewMessage message, String record, MessageRecord content) {
        switch (Reply.text(answer.get(0))) {
            case "stored" -> {
                long number = Reply.number(answer.get(1));
                OpenMark own =
                        new OpenMark(Reply.text(answer.get(2)), message.chatId(), number, Reply.number(answer.get(3)));
                if (Reply.text(answer.get(4)).equals("1")) {
                    context.counters().lostInChat();
                    losses.warn("Redis has lost messages of a chat");
                }
                known.stored(message.chatId(), number, message.messageId());
                List<OpenMessage> open = open(answer.subList(5, answer.size()));
                open.add(new OpenMessage(own, message.messageId(), record, content));
                return new ChatOutcome.Stored(content.message(message.messageId(), number), open);
            }
            case "again" -> {
                ChatMessage stored = content.message(message.messageId(), Reply.number(answer.get(1)));
                return new ChatOutcome.Stored(stored, open(answer.subList(2, answer.size())));
            }
            case "duplicate" -> {
                // The digests are equal, so the content is the original's.
                MessageRecord original = new MessageRecord(
                        message.fromUser(),
                        message.toUser(),
                        "",
                        time(answer.get(3), message.timestamp()),
                        message.content());
                return new ChatOutcome.Duplicate(
                        original.message(Reply.text(answer.get(2)), Reply.number(answer.get(1))),
                        open(answer.subList(4, answer.size())));
            }
            case "reused" -> {
                return new ChatOutcome.ClientMsgIdReused();
            }
            case "backlog" -> {
                return new ChatOutcome.Backlog();
            }
            default -> throw new StoreUnavailableException("Redis answered something unknown about a message");
        }
    }

    private List<OpenMessage> open(List<@Nullable Object> raw) {
        List<OpenMessage> open = new ArrayList<>();
        for (Object one : raw) {
            List<String> fields = Reply.texts(one);
            OpenMark.parse(fields.get(0))
                    .flatMap(mark -> readable(mark, fields.get(3), fields.get(4)))
                    .ifPresent(open::add);
        }
        return open;
    }

    /** The messages of marks, in their order. Marks whose message is gone or unreadable are done for. */
    List<OpenMessage> read(List<OpenMark> wanted) {
        List<Command> reads = new ArrayList<>();
        for (OpenMark mark : wanted) {
            reads.add(Command.read("XRANGE", context.keys().messages(mark.chat()), mark.number(), mark.number()));
        }
        List<OpenMessage> found = new ArrayList<>();
        List<Reply> replies = redis.all(reads);
        for (int i = 0; i < wanted.size(); i++) {
            OpenMark mark = wanted.get(i);
            List<@Nullable Object> entries = replies.get(i).list();
            Optional<StoredEntry> entry = entries.isEmpty() ? Optional.empty() : StoredEntry.parse(entries.get(0));
            if (entry.isEmpty()) {
                LOG.warn("A message of chat {} went beyond retention before all inboxes had it", mark.chat());
                context.counters().lost();
                marks.done(mark);
            } else {
                readable(mark, entry.get().messageId(), entry.get().record()).ifPresent(found::add);
            }
        }
        return found;
    }

    private Optional<OpenMessage> readable(OpenMark mark, String messageId, String record) {
        Optional<MessageRecord> content = MessageRecord.parse(record)
                .filter(read -> mark.chat().equals(ChatId.between(read.fromUser(), read.toUser())));
        if (content.isEmpty()) {
            LOG.warn("Message {} of chat {} is unreadable and is not delivered", mark.number(), mark.chat());
            context.counters().unreadable();
            marks.done(mark);
        }
        return content.map(read -> new OpenMessage(mark, messageId, record, read));
    }

    Optional<HistoryPage> history(ChatId chat, int limit, Optional<String> before) {
        List<Object> args = new ArrayList<>(context.clockAndRetention());
        args.add(Context.MAX_ANSWER_BYTES);
        args.add(limit);
        before.ifPresent(args::add);
        List<String> keys =
                List.of(context.keys().messages(chat), context.keys().ids(chat));
        Object raw = redis.call(HISTORY.readOn(keys, args.toArray()));
        if (raw == null) {
            return Optional.empty();
        }
        List<@Nullable Object> answer = Reply.list(raw);
        List<ChatMessage> messages = new ArrayList<>();
        for (Object one : answer.subList(1, answer.size())) {
            StoredEntry.parse(one).flatMap(entry -> message(chat, entry)).ifPresent(messages::add);
        }
        Collections.reverse(messages);
        return Optional.of(
                new HistoryPage(List.copyOf(messages), Reply.text(answer.get(0)).equals("1")));
    }

    private Optional<ChatMessage> message(ChatId chat, StoredEntry entry) {
        Optional<MessageRecord> content = MessageRecord.parse(entry.record());
        if (content.isEmpty()) {
            LOG.warn("Message {} of chat {} is unreadable and is left out", entry.number(), chat);
            context.counters().unreadable();
        }
        return content.map(read -> read.message(entry.messageId(), entry.number()));
    }

    private static Instant time(@Nullable Object raw, Instant instead) {
        try {
            return Instant.parse(Reply.text(raw));
        } catch (DateTimeException e) {
            LOG.debug("Redis holds an unreadable time", e);
            return instead;
        }
    }
}
