package io.mychat.gateway.core.http;

import io.mychat.gateway.spi.auth.TokenClaims;
import java.util.Set;

/** The sender of a request, as far as the endpoint needs it. */
public sealed interface Caller {

    /** The address of the client, also behind trusted proxies. */
    String ip();

    /** The name for the audit log. */
    String describe();

    /** A name that is unique among all kinds of callers. */
    String identity();

    /** A caller without credentials, or of an endpoint that requires none. */
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

    /** A caller with a valid access token. */
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

    /** A caller with a configured API key. */
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

    /** A caller whose TLS certificate is configured. */
    record Certificate(String name, Set<String> roles, String ip) implements Caller {

        @Override
        public String describe() {
            return "client certificate " + name + " from " + ip;
        }

        @Override
        public String identity() {
            return "certificate:" + name;
        }
    }
}
