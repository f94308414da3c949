/**
 * Conversations: chats, inboxes and the store that keeps them.
 *
 * <p>Entry point: {@link io.mychat.gateway.spi.chat.MessageStore}.
 *
 * <p>Neighbours: uses {@code message}, {@code session}; used by {@code spi}, {@code event}, {@code hook},
 * {@code login}, {@code trace}, gateway-bench, gateway-core, embedded, integrations, gateway-redis,
 * gateway-spring-boot-starter, gateway-test, gateway-testkit.
 */
@NullMarked
package io.mychat.gateway.spi.chat;

import org.jspecify.annotations.NullMarked;
