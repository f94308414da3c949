package io.mychat.gateway.spi.chat;

import java.util.List;
import java.util.Optional;

/**
 * A part of the chats of a store.
 *
 * @param chats may be empty although more follow
 * @param next the cursor of the next page; empty: this is the last one
 * @since 0.1.0
 */
public record ChatsPage(List<ChatId> chats, Optional<String> next) {

    public ChatsPage {
        chats = List.copyOf(chats);
    }
}
