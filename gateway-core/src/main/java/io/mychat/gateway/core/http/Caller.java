package io.mychat.gateway.core.http;

import io.mychat.gateway.spi.auth.TokenClaims;
import java.util.Set;

/** The sender of a request, as far as the endpoint needs it. */
public sealed interface Caller {

    /** The client's address, behind trusted proxies too. */
    String ip();

    /** The name for the audit log. */
    String describe();

    /** The caller's name among callers of all kinds: two callers never share one. */
    String identity();

    /** Has shown no credentials, or none were asked for. */
    record Anybody(String ip) implements Caller {

        @Override
        public String describe() {
            return "somebody from " + ip;
        }

        @Override
        public String identity() {
            return "anybody";
        }
    }

    /** Has shown a valid access token. */
    record User(TokenClaims claims, String ip) implements Caller {

        @Override
        public String describe() {
            return "user " + claims.user().userId() + " from " + ip;
        }

        @Override
        public String identity() {
            return "user:" + claims.user().userId();
        }
    }

    /** Has shown a configured API key. */
    record Key(String name, Set<String> roles, String ip) implements Caller {

        @Override
        public String describe() {
            return "API key " + name + " from " + ip;
        }

        @Override
        public String identity() {
            return "key:" + name;
        }
    }
}
