/**
 * Chats and inboxes in Redis (protocol.md 1.3 and 1.4).
 *
 * <p>Entry point: {@link io.mychat.gateway.redis.chat.RedisMessageStore}.
 *
 * <p>A message is stored in two steps, each atomic within one slot. {@code ChatLog} stores it with a pending mark.
 * {@code Delivery} appends it to the inboxes and removes the mark. {@code Sweeper} completes messages whose second
 * step did not happen.
 *
 * <p>Neighbours: uses {@code chat.notification}, {@code chat.record}, {@code client}, {@code schedule},
 * {@code settings}, gateway-spi; used by {@code redis}, {@code login}.
 */
@NullMarked
package io.mychat.gateway.redis.chat;

import org.jspecify.annotations.NullMarked;
