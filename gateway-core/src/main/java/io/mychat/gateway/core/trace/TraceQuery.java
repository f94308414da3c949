package io.mychat.gateway.core.trace;

import io.mychat.gateway.core.tracelog.TraceSubject;
import io.mychat.gateway.spi.chat.ChatId;
import java.util.Optional;

/**
 * The question of an administrator.
 *
 * @param chat where the store has to look for a message; empty: only if recorded events name the chat
 * @param limit the most events of the answer; the newest are taken
 * @param by who asks, for the audit
 */
public record TraceQuery(TraceSubject subject, Optional<ChatId> chat, int limit, String by) {}
