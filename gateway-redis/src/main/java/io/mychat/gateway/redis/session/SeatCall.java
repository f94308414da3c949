package io.mychat.gateway.redis.session;

import io.mychat.gateway.redis.client.LuaScript;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.spi.session.LoginOutcome;
import io.mychat.gateway.spi.session.LoginOutcome.Admitted;
import io.mychat.gateway.spi.session.LoginOutcome.Displaced;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The call that decides about one seat, and what follows its answer. Used by one thread. */
public final class SeatCall {

    private final SessionScripts scripts;
    private final SessionIndex index;
    private final Reconciler reconciler;
    private final Session candidate;
    private final SeatRule rule;
    private final String attempt = Long.toHexString(ThreadLocalRandom.current().nextLong());

    SeatCall(SessionScripts scripts, SessionIndex index, Reconciler reconciler, Session candidate, SeatRule rule) {
        this.scripts = scripts;
        this.index = index;
        this.reconciler = reconciler;
        this.candidate = candidate;
        this.rule = rule;
    }

    /** The script of each of these calls. */
    public static LuaScript script() {
        return SessionScripts.LOGIN;
    }

    /** The call. */
    public RedisCommand command() {
        return scripts.login(candidate, rule, attempt);
    }

    /** Reads what the script has answered; a session that has a seat gets into the indexes soon. */
    public LoginOutcome outcome(@Nullable Object answer) {
        LoginOutcome outcome = scripts.answers().outcome(answer, candidate);
        if (outcome instanceof Admitted admitted) {
            index.seated(
                    admitted.session(),
                    admitted.displaced().stream().map(Displaced::session).toList());
        }
        return outcome;
    }

    /** The call has failed. The session may have a seat now, or get one when a frozen Redis continues; it is taken back. */
    public void failed() {
        reconciler.cancelLater(candidate, attempt);
    }
}
