/**
 * Messages, entries of inboxes and pending marks in the form in which Redis keeps them. Entry point: {@link
 * io.mychat.gateway.redis.chat.record.MessageRecord}, the text that a chat and both inboxes share. Neighbours: {@code chat},
 * whose scripts write and read these texts.
 */
@NullMarked
package io.mychat.gateway.redis.chat.record;

import org.jspecify.annotations.NullMarked;
