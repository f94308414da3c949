/**
 * What the scripts of inboxes publish to the gateways where a user is logged in. Entry point: {@link
 * io.mychat.gateway.redis.chat.notification.InboxNotifications}, which receives it. Neighbours: {@code bus}, whose subscription
 * carries it, and {@code chat}, which hears of it.
 */
@NullMarked
package io.mychat.gateway.redis.chat.notification;

import org.jspecify.annotations.NullMarked;
