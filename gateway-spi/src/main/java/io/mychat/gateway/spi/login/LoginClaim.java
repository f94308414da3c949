package io.mychat.gateway.spi.login;

import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import java.util.List;
import java.util.Optional;

/**
 * What a login asks of a {@link LoginStore}.
 *
 * @param candidate the session that asks for a seat; its login sequence is ignored
 * @param tokens the tokens of the user none of which may be revoked; empty when that is known
 * @param position where a client that resumes says to stand in its inbox
 * @since 0.1.0
 */
public record LoginClaim(Session candidate, SeatRule rule, List<TokenClaims> tokens, Optional<InboxPosition> position) {

    public LoginClaim {
        tokens = List.copyOf(tokens);
    }

    /**
     * A place in an inbox.
     *
     * @param seq the number of the last entry that the client has
     */
    public record InboxPosition(String epoch, long seq) {}
}
