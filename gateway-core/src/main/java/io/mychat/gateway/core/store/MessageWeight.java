package io.mychat.gateway.core.store;

import io.mychat.gateway.spi.chat.NewMessage;

/** The approximate heap of a stored message. */
final class MessageWeight {

    /** Of a message besides its texts, its places and its part of what is free. */
    private static final int OVERHEAD_BYTES = 600;

    private MessageWeight() {}

    static int of(NewMessage message) {
        String clientMsgId = message.clientMsgId();
        long characters = message.content().length() + (clientMsgId == null ? 0L : clientMsgId.length());
        return (int) Math.min(Integer.MAX_VALUE, OVERHEAD_BYTES + 2 * characters);
    }
}
