package io.mychat.gateway.core.handler;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.chat.MessageService;
import io.mychat.gateway.core.chat.SendArguments;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.inbox.InboxDelivery;
import io.mychat.gateway.core.inbox.MessageJson;
import io.mychat.gateway.core.protocol.Arguments;
import io.mychat.gateway.core.protocol.BadArgumentException;
import io.mychat.gateway.core.router.StoreSteps;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.HistoryPage;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.chat.SendOutcome;
import io.mychat.gateway.spi.chat.SendRequest;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.MessageContext;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.spi.session.Session;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** Handles 2001, 2002 and 2004: the messages of two people. */
final class ChatHandlers {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;
    private static final String UNDECIDED = "The message could not be examined and is not stored; send it again.";

    private final MessageService service;
    private final MessageStore store;
    private final InboxDelivery inbox;
    private final Json json;

    ChatHandlers(MessageService service, MessageStore store, InboxDelivery inbox, Json json) {
        this.service = service;
        this.store = store;
        this.inbox = inbox;
        this.json = json;
    }

    /** 2001: stores a message; the store notifies the receivers. */
    Reply send(Arguments arguments, UnifiedMessage message, MessageContext context) throws BadArgumentException {
        Session sender = ArgumentHandler.sessionOf(context);
        SendRequest request = SendArguments.read(arguments, sender.userId());
        return reply(service.send(request, sender.id(), message.timestamp(), StoreSteps.of(context)));
    }

    /** As {@link #send}, without holding the thread until the message is stored. */
    CompletionStage<Reply> sendLater(Arguments arguments, UnifiedMessage message, MessageContext context)
            throws BadArgumentException {
        Session sender = ArgumentHandler.sessionOf(context);
        SendRequest request = SendArguments.read(arguments, sender.userId());
        return service.sendLater(request, sender.id(), message.timestamp(), StoreSteps.of(context))
                .thenApply(this::reply);
    }

    private Reply reply(SendOutcome outcome) {
        if (outcome instanceof SendOutcome.Sent sent) {
            return Reply.ok(MessageJson.sent(sent.message()));
        }
        if (outcome instanceof SendOutcome.Held held) {
            return Reply.ok(json.write(MessageJson.held(json.object(), held)));
        }
        if (outcome instanceof SendOutcome.Refused refused) {
            return Reply.failure(ErrorCode.FORBIDDEN, refused.error(), refused.detail());
        }
        if (outcome instanceof SendOutcome.Undecided undecided) {
            return Reply.failure(ErrorCode.SERVICE_UNAVAILABLE, undecided.error(), UNDECIDED, Duration.ofSeconds(1));
        }
        return outcome instanceof SendOutcome.ClientMsgIdReused
                ? Reply.failure(
                        ErrorCode.BAD_REQUEST,
                        "client_msg_id_reused",
                        "This client_msg_id belongs to another message; take a new one.")
                : Reply.failure(ErrorCode.NOT_FOUND, "recipient_not_found", "There is no such user.");
    }

    /** 2002: reads a chat's history. */
    Reply history(Arguments arguments, UnifiedMessage message, MessageContext context) throws BadArgumentException {
        Session reader = ArgumentHandler.sessionOf(context);
        ChatId chat = ChatId.parse(arguments.text("chat_id"))
                .orElseThrow(() -> new BadArgumentException("bad_chat_id", "chat_id is malformed."));
        long limit = arguments.optionalNumber("limit").orElse(DEFAULT_LIMIT);
        Optional<String> before = arguments.optionalText("before");
        if (limit < 1) {
            throw new BadArgumentException(
                    "bad_limit", "limit must be at least 1; above " + MAX_LIMIT + " it is " + MAX_LIMIT + ".");
        }
        if (!chat.hasMember(reader.userId())) {
            return Reply.failure(ErrorCode.FORBIDDEN, "not_a_member", "You are not a member of this chat.");
        }
        Optional<HistoryPage> page = store.history(chat, (int) Math.min(limit, MAX_LIMIT), before);
        if (page.isEmpty()) {
            return Reply.failure(ErrorCode.NOT_FOUND, "message_not_found", "There is no such message in this chat.");
        }
        Deque<ObjectNode> newest = fitting(page.get().messages());
        ObjectNode data = json.object();
        data.putArray("messages").addAll(newest);
        data.put(
                "has_more",
                page.get().hasMore() || newest.size() < page.get().messages().size());
        return Reply.ok(json.write(data));
    }

    /** The newest messages that fit into one reply, at least one: a full outbound queue would close the connection. */
    private Deque<ObjectNode> fitting(List<ChatMessage> messages) {
        Deque<ObjectNode> newest = new ArrayDeque<>();
        long left = inbox.maxReplyBytes();
        for (int i = messages.size() - 1; i >= 0; i--) {
            ObjectNode each = MessageJson.write(json.object(), messages.get(i));
            left -= json.writeBytes(each).length;
            if (left < 0 && !newest.isEmpty()) {
                break;
            }
            newest.addFirst(each);
        }
        return newest;
    }

    /**
     * 2004: records the entries that a device has processed. An acknowledgement of an earlier epoch is answered and
     * changes nothing.
     */
    Reply acknowledge(Arguments arguments, UnifiedMessage message, MessageContext context) throws BadArgumentException {
        Session session = ArgumentHandler.sessionOf(context);
        if (!inbox.acknowledge(session, arguments.optionalText("epoch"), inboxSeq(arguments))) {
            throw badInboxSeq();
        }
        return Reply.ok();
    }

    /** As {@link #acknowledge}, without blocking. */
    CompletionStage<Reply> acknowledgeLater(Arguments arguments, UnifiedMessage message, MessageContext context)
            throws BadArgumentException {
        Session session = ArgumentHandler.sessionOf(context);
        return inbox.acknowledgeLater(session, arguments.optionalText("epoch"), inboxSeq(arguments))
                .thenApply(known -> known ? Reply.ok() : badInboxSeq().reply());
    }

    private static long inboxSeq(Arguments arguments) throws BadArgumentException {
        OptionalLong seq = arguments.optionalNumber("inbox_seq");
        if (seq.isEmpty() || seq.getAsLong() < 0) {
            throw badInboxSeq();
        }
        return seq.getAsLong();
    }

    private static BadArgumentException badInboxSeq() {
        return new BadArgumentException("bad_inbox_seq", "inbox_seq is required: one that you have received.");
    }
}
