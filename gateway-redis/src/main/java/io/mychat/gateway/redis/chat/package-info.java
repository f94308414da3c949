/**
 * Chats and inboxes in Redis (protocol.md 1.3 and 1.4). Entry point:
 * {@link io.mychat.gateway.redis.chat.RedisMessageStore}.
 *
 * <p>A message goes two ways, each one step of one slot: {@link io.mychat.gateway.redis.chat.ChatLog} stores it with a mark
 * that it is open, {@link io.mychat.gateway.redis.chat.Delivery} puts it into the inboxes and has the mark taken away. What
 * ends between the two, {@link io.mychat.gateway.redis.chat.Sweeper} finishes. The way to Redis is the room {@code client}.
 */
@NullMarked
package io.mychat.gateway.redis.chat;

import org.jspecify.annotations.NullMarked;
