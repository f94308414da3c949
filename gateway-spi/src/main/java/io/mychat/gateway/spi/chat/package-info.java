/**
 * Conversations: chats, inboxes and the store that keeps them. Entry point:
 * {@link io.mychat.gateway.spi.chat.MessageStore}.
 */
@NullMarked
package io.mychat.gateway.spi.chat;

import org.jspecify.annotations.NullMarked;
