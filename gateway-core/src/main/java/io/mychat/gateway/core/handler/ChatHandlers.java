package io.mychat.gateway.core.handler;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.inbox.InboxDelivery;
import io.mychat.gateway.core.inbox.MessageJson;
import io.mychat.gateway.core.protocol.Arguments;
import io.mychat.gateway.core.protocol.BadArgumentException;
import io.mychat.gateway.core.router.StoreSteps;
import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.HistoryPage;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.MessageContext;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.TextLength;
import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Handles 2001, 2002 and 2004: the messages of two people. */
final class ChatHandlers {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;
    private static final int MAX_CLIENT_MSG_ID = 128;

    private final MessageStore store;
    private final InboxDelivery inbox;
    private final @Nullable UserDirectory users;
    private final Supplier<String> messageIds;
    private final Json json;

    /**
     * @param users knows the possible recipients; null: every user id is accepted
     * @param messageIds creates unique ids; later ids are greater
     */
    ChatHandlers(
            MessageStore store,
            InboxDelivery inbox,
            @Nullable UserDirectory users,
            Supplier<String> messageIds,
            Json json) {
        this.store = store;
        this.inbox = inbox;
        this.users = users;
        this.messageIds = messageIds;
        this.json = json;
    }

    /** 2001: stores a message; the store notifies the receivers. */
    Reply send(Arguments arguments, UnifiedMessage message, MessageContext context) throws BadArgumentException {
        Session sender = ArgumentHandler.sessionOf(context);
        String toUser = arguments.text("to_user");
        String content = arguments.text("content");
        Optional<String> clientMsgId = arguments.optionalText("client_msg_id");
        if (!UserInfo.isValidUserId(toUser)) {
            throw new BadArgumentException(
                    "bad_to_user", "to_user must be 1 to 128 bytes of UTF-8 without control characters.");
        }
        if (clientMsgId.isPresent()
                && (clientMsgId.get().isEmpty() || !TextLength.isAtMost(MAX_CLIENT_MSG_ID, clientMsgId.get()))) {
            throw new BadArgumentException("bad_client_msg_id", "client_msg_id must be 1 to 128 characters.");
        }
        UserDirectory directory = users;
        if (directory != null
                && StoreSteps.of(context).take(() -> directory.findById(toUser)).isEmpty()) {
            return Reply.failure(ErrorCode.NOT_FOUND, "recipient_not_found", "There is no such user.");
        }
        // The id is made before the first try, so that a repetition does not store the message twice.
        NewMessage sent = new NewMessage(
                messageIds.get(),
                sender.userId(),
                toUser,
                content,
                clientMsgId.orElse(null),
                sender.id(),
                message.timestamp());
        AppendOutcome outcome = StoreSteps.of(context).take(() -> store.append(sent));
        if (outcome instanceof AppendOutcome.Stored stored) {
            return sent(stored.message());
        }
        if (outcome instanceof AppendOutcome.Duplicate duplicate) {
            return sent(duplicate.original());
        }
        return Reply.failure(
                ErrorCode.BAD_REQUEST,
                "client_msg_id_reused",
                "This client_msg_id belongs to another message; take a new one.");
    }

    private Reply sent(ChatMessage message) {
        return Reply.ok(json.write(json.object()
                .put("message_id", message.messageId())
                .put("chat_id", message.chatId().toString())
                .put("chat_seq", message.chatSeq())
                .put("status", "sent")));
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
        OptionalLong seq = arguments.optionalNumber("inbox_seq");
        Optional<String> epoch = arguments.optionalText("epoch");
        if (seq.isEmpty() || seq.getAsLong() < 0 || !inbox.acknowledge(session, epoch, seq.getAsLong())) {
            throw new BadArgumentException("bad_inbox_seq", "inbox_seq is required: one that you have received.");
        }
        return Reply.ok();
    }
}
