package io.mychat.gateway.core.connection;

import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.Session;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tokens that were presented on a connection, and the account of the newest. Guarded by the connection's lock. */
final class ShownTokens {

    /** The largest number of remembered tokens of another issuer; beyond it, the one that expires first is dropped. */
    static final int MOST_FOREIGN = 16;

    /** The time of issue of the token whose account is in effect. */
    private Instant userAsOf = Instant.MIN;
    /** The signer of that token. */
    private String signedBy = "";

    /** The one that expires last of those of another issuer; most sessions have no other one. */
    private @Nullable TokenClaims lastForeign;
    /** The others, in the order of their expiry, the latest first. */
    private List<TokenClaims> moreForeign = List.of();

    /** Records a token of the session's user and device. Returns the updated session. */
    Session show(TokenClaims token, Session bound) {
        if (token.familyId().isEmpty() && lastForeign == null) {
            lastForeign = token;
        } else if (token.familyId().isEmpty() && !foreign().contains(token)) {
            List<TokenClaims> all = Stream.concat(foreign().stream(), Stream.of(token))
                    .sorted(Comparator.comparing(TokenClaims::expiresAt).reversed())
                    .limit(MOST_FOREIGN)
                    .toList();
            lastForeign = all.get(0);
            moreForeign = List.copyOf(all.subList(1, all.size()));
        }
        if (token.issuedAt().isBefore(userAsOf)) {
            return bound;
        }
        userAsOf = token.issuedAt();
        signedBy = token.signedBy();
        return bound.account().equals(token.account()) ? bound : bound.withAccount(token.account());
    }

    /** Records a change of the account, after which older tokens no longer change it. */
    Session accountChanged(AccountState account, Instant at, Session bound) {
        // Tokens have whole seconds only, so a token issued in this second is not older.
        Instant second = at.truncatedTo(ChronoUnit.SECONDS);
        userAsOf = second.isAfter(userAsOf) ? second : userAsOf;
        return bound.withAccount(account);
    }

    String signedBy() {
        return signedBy;
    }

    List<TokenClaims> foreign() {
        TokenClaims last = lastForeign;
        if (last == null || moreForeign.isEmpty()) {
            return last == null ? List.of() : List.of(last);
        }
        return Stream.concat(Stream.of(last), moreForeign.stream()).toList();
    }
}
