package io.mychat.gateway.redis.session;

import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.session.LoginOutcome;
import io.mychat.gateway.spi.session.LoginOutcome.Cause;
import io.mychat.gateway.spi.session.LoginOutcome.Displaced;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parses the results of the scripts of {@link SessionScripts}. A stored session that is unreadable counts as absent,
 * and is logged at most once a minute. Thread-safe.
 */
final class SessionAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(SessionAnswers.class);

    private final RateLimitedLog unreadable;

    SessionAnswers(RateLimitedLog unreadable) {
        this.unreadable = unreadable;
    }

    static SessionAnswers on(TimeSource time) {
        return new SessionAnswers(new RateLimitedLog(LOG::warn, time));
    }

    /**
     * The result of a comparison: a word for each session (ok, restored, K, R, T, X), and the sessions that lost a seat
     * to them.
     */
    record Refreshed(List<String> words, List<Displaced> losers) {}

    LoginOutcome outcome(@Nullable Object answer, Session candidate) {
        List<@Nullable Object> parts = RedisReply.list(answer);
        if (!RedisReply.text(parts.get(0)).equals("seated")) {
            return new LoginOutcome.NoFreeSeat();
        }
        Session seated = candidate.withLoginSeq(RedisReply.number(parts.get(1)));
        return new LoginOutcome.Admitted(
                seated, displaced(RedisReply.texts(parts.get(2))), sessions(RedisReply.texts(parts.get(3))));
    }

    Refreshed refreshed(@Nullable Object answer) {
        List<@Nullable Object> parts = RedisReply.list(answer);
        return new Refreshed(RedisReply.texts(parts.get(0)), displaced(RedisReply.texts(parts.get(1))));
    }

    List<Session> sessions(List<String> raws) {
        return records(raws).stream().map(SessionRecord::session).toList();
    }

    List<SessionRecord> records(List<String> raws) {
        return raws.stream().map(this::record).flatMap(Optional::stream).toList();
    }

    private Optional<SessionRecord> record(String raw) {
        Optional<SessionRecord> record = SessionRecord.read(raw);
        if (record.isEmpty()) {
            unreadable.log("A stored session is unreadable and counts as absent");
        }
        return record;
    }

    private List<Displaced> displaced(List<String> causesAndRaws) {
        List<Displaced> displaced = new ArrayList<>();
        for (int i = 0; i + 1 < causesAndRaws.size(); i += 2) {
            Cause cause = cause(causesAndRaws.get(i));
            record(causesAndRaws.get(i + 1)).ifPresent(record -> displaced.add(new Displaced(record.session(), cause)));
        }
        return displaced;
    }

    static Cause cause(String letter) {
        return switch (letter) {
            case "R" -> Cause.REPLACED;
            case "T" -> Cause.REVOKED;
            case "X" -> Cause.REMOVED;
            default -> Cause.KICKED;
        };
    }
}
