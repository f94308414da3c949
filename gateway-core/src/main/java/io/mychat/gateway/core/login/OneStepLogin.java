package io.mychat.gateway.core.login;

import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.inbox.InboxDelivery;
import io.mychat.gateway.core.inbox.ResumePoint;
import io.mychat.gateway.core.inbox.ResumeRequest;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.login.LoginAnswer;
import io.mychat.gateway.spi.login.LoginClaim;
import io.mychat.gateway.spi.login.LoginClaim.InboxPosition;
import io.mychat.gateway.spi.login.LoginStore;
import io.mychat.gateway.spi.session.LoginOutcome;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One login that a {@link LoginStore} decides, and its answer. Used by one thread. */
final class OneStepLogin implements ConnectionManager.SeatDecision {

    private final LoginStore store;
    private final List<TokenClaims> unchecked;
    private final Optional<ResumeRequest> resume;
    private @Nullable LoginAnswer answer;

    /** @param unchecked the tokens none of which may be revoked */
    OneStepLogin(LoginStore store, List<TokenClaims> unchecked, Optional<ResumeRequest> resume) {
        this.store = store;
        this.unchecked = unchecked;
        this.resume = resume;
    }

    @Override
    public LoginOutcome login(Session candidate, SeatRule rule) {
        answer = store.login(new LoginClaim(
                candidate, rule, unchecked, resume.map(from -> new InboxPosition(from.epoch(), from.lastSeq()))));
        return answer instanceof LoginAnswer.Admitted admitted ? admitted.seat() : new LoginOutcome.NoFreeSeat();
    }

    /** Whether there is no seat because a token is revoked. */
    boolean isRevoked() {
        return answer instanceof LoginAnswer.Revoked;
    }

    /** Where an admitted session continues in its inbox. */
    ResumePoint resumePoint() {
        if (!(answer instanceof LoginAnswer.Admitted admitted)) {
            throw new IllegalStateException("not admitted");
        }
        return InboxDelivery.resumePoint(admitted.inbox(), resume);
    }
}
