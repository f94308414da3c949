/**
 * Chats and inboxes of a single process.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.chat.InMemoryMessageStore}.
 *
 * <p>Neighbours: uses gateway-spi; used by {@code core}.
 */
@NullMarked
package io.mychat.gateway.core.chat;

import org.jspecify.annotations.NullMarked;
