package io.mychat.gateway.core.tracelog;

import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.trace.TraceSubject;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a node is to record, and for how long.
 *
 * @param loginName the name that the user logs in with; empty: unknown, or the subject is no user
 * @param chat the chat of a message, when it is known
 * @param duration at most a day
 */
public record TraceRequest(TraceSubject subject, String loginName, Optional<ChatId> chat, Duration duration) {

    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int MAX_LOGIN_NAME = 512;

    public TraceRequest {
        if (duration.isNegative() || duration.compareTo(LONGEST) > 0 || loginName.length() > MAX_LOGIN_NAME) {
            throw new IllegalArgumentException("a trace lasts at most a day, and a login name is short");
        }
    }

    /** The users who are known to have to do with the subject. */
    Set<String> people() {
        Set<String> people = new LinkedHashSet<>(subject.people());
        chat.map(ChatId::members).ifPresent(people::addAll);
        return people;
    }
}
