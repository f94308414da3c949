package io.mychat.gateway.core.chat;

import io.mychat.gateway.core.protocol.Arguments;
import io.mychat.gateway.core.protocol.BadArgumentException;
import io.mychat.gateway.spi.chat.SendRequest;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.Optional;

/** Reads a message to send from the arguments of 2001 or of {@code POST /api/messages/send}. */
public final class SendArguments {

    private SendArguments() {}

    /** @throws BadArgumentException when one of {@code to_user}, {@code content} and {@code client_msg_id} is invalid */
    public static SendRequest read(Arguments arguments, String fromUser) throws BadArgumentException {
        String toUser = arguments.text("to_user");
        String content = arguments.text("content");
        Optional<String> clientMsgId = arguments.optionalText("client_msg_id");
        checkUserId("to_user", toUser);
        if (clientMsgId.isPresent() && !SendRequest.isValidClientMsgId(clientMsgId.get())) {
            throw new BadArgumentException(
                    "bad_client_msg_id",
                    "client_msg_id must be 1 to " + SendRequest.MAX_CLIENT_MSG_ID + " characters.");
        }
        return new SendRequest(fromUser, toUser, content, clientMsgId);
    }

    /** Reads {@code from_user}; without one the gateway itself is the sender. */
    public static String sender(Arguments arguments) throws BadArgumentException {
        String fromUser = arguments.optionalText("from_user").orElse(UserInfo.SYSTEM);
        checkUserId("from_user", fromUser);
        return fromUser;
    }

    private static void checkUserId(String name, String userId) throws BadArgumentException {
        if (!UserInfo.isValidUserId(userId)) {
            throw new BadArgumentException(
                    "bad_" + name, name + " must be 1 to 128 bytes of UTF-8 without control characters.");
        }
    }
}
