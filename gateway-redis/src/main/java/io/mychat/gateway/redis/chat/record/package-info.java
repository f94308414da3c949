/**
 * Messages, inbox entries and pending marks in the form in which Redis keeps them.
 *
 * <p>Entry point: {@link io.mychat.gateway.redis.chat.record.MessageRecord}, the text that a chat and both inboxes
 * share.
 *
 * <p>Neighbours: uses {@code client}, gateway-spi; used by {@code chat}, {@code chat.notification}.
 */
@NullMarked
package io.mychat.gateway.redis.chat.record;

import org.jspecify.annotations.NullMarked;
