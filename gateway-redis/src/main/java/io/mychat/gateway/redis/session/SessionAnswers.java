package io.mychat.gateway.redis.session;

import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.spi.session.LoginOutcome;
import io.mychat.gateway.spi.session.LoginOutcome.Cause;
import io.mychat.gateway.spi.session.LoginOutcome.Displaced;
import io.mychat.gateway.spi.session.Session;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses the results of the scripts of {@link SessionScripts}. */
final class SessionAnswers {

    private SessionAnswers() {}

    /** What the comparison found: a word for each session (ok, restored, K, R, T, X), and who lost a seat to them. */
    record Refreshed(List<String> words, List<Displaced> losers) {}

    static LoginOutcome outcome(@Nullable Object answer, Session candidate) {
        List<@Nullable Object> parts = RedisReply.list(answer);
        if (!RedisReply.text(parts.get(0)).equals("seated")) {
            return new LoginOutcome.NoFreeSeat();
        }
        Session seated = candidate.withLoginSeq(RedisReply.number(parts.get(1)));
        return new LoginOutcome.Admitted(
                seated, displaced(RedisReply.texts(parts.get(2))), sessions(RedisReply.texts(parts.get(3))));
    }

    static Refreshed refreshed(@Nullable Object answer) {
        List<@Nullable Object> parts = RedisReply.list(answer);
        return new Refreshed(RedisReply.texts(parts.get(0)), displaced(RedisReply.texts(parts.get(1))));
    }

    static List<Session> sessions(List<String> raws) {
        return SessionRecord.readAll(raws).stream().map(SessionRecord::session).toList();
    }

    private static List<Displaced> displaced(List<String> causesAndRaws) {
        List<Displaced> displaced = new ArrayList<>();
        for (int i = 0; i + 1 < causesAndRaws.size(); i += 2) {
            Cause cause = cause(causesAndRaws.get(i));
            SessionRecord.read(causesAndRaws.get(i + 1))
                    .ifPresent(record -> displaced.add(new Displaced(record.session(), cause)));
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
