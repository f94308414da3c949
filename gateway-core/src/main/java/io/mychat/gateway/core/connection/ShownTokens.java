package io.mychat.gateway.core.connection;

import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.Session;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The tokens that were shown on a connection, and what the newest says of its user. Guarded by the connection's lock. */
final class ShownTokens {

    /** So many tokens of another issuer are remembered; beyond it the one that ends first is forgotten. */
    static final int MOST_FOREIGN = 16;

    /** When the token was issued that says who the user is. */
    private Instant userAsOf = Instant.MIN;
    /** Whose signature that token has. */
    private String signedBy = "";

    private List<TokenClaims> foreign = List.of();

    /** A token of the session's user and device was shown. Returns the session as it is from now on. */
    Session show(TokenClaims token, Session bound) {
        if (token.familyId().isEmpty() && !foreign.contains(token)) {
            foreign = Stream.concat(foreign.stream(), Stream.of(token))
                    .sorted(Comparator.comparing(TokenClaims::expiresAt).reversed())
                    .limit(MOST_FOREIGN)
                    .toList();
        }
        if (token.issuedAt().isBefore(userAsOf)) {
            return bound;
        }
        userAsOf = token.issuedAt();
        signedBy = token.signedBy();
        return bound.account().equals(token.account()) ? bound : bound.withAccount(token.account());
    }

    /** The account has changed at this moment: tokens from before say nothing of the user any more. */
    Session accountChanged(AccountState account, Instant at, Session bound) {
        // Tokens know whole seconds only: one that is issued now is not from before.
        Instant second = at.truncatedTo(ChronoUnit.SECONDS);
        userAsOf = second.isAfter(userAsOf) ? second : userAsOf;
        return bound.withAccount(account);
    }

    String signedBy() {
        return signedBy;
    }

    List<TokenClaims> foreign() {
        return foreign;
    }
}
