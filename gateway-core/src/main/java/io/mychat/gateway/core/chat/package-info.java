/**
 * Chats and inboxes of one process. Entry point: {@link io.mychat.gateway.core.chat.InMemoryMessageStore}; neighbours:
 * the handlers that send and read messages.
 */
@NullMarked
package io.mychat.gateway.core.chat;

import org.jspecify.annotations.NullMarked;
