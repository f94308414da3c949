/**
 * Notifications that the scripts of inboxes publish to the gateways where a user is logged in.
 *
 * <p>Entry point: {@link io.mychat.gateway.redis.chat.notification.InboxNotifications}, which receives them.
 *
 * <p>Neighbours: uses {@code chat.record}, {@code client}, {@code subscription}, gateway-spi; used by {@code redis},
 * {@code chat}.
 */
@NullMarked
package io.mychat.gateway.redis.chat.notification;

import org.jspecify.annotations.NullMarked;
