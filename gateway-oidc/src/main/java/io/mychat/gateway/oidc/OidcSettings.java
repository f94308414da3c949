package io.mychat.gateway.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import io.mychat.gateway.spi.config.ClientTls;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The content of section {@code oidc}.
 *
 * @param issuers have distinct names
 * @param tls of the connections to all issuers
 */
record OidcSettings(List<Issuer> issuers, Limits limits, Fetching fetching, ClientTls tls) {

    /** The name of a user in the claims of a provider that knows no other. */
    static final String SUBJECT = "sub";

    OidcSettings {
        issuers = List.copyOf(issuers);
    }

    /**
     * One trusted issuer.
     *
     * @param name the issuer's identifier: the claim {@code iss}, compared as a text
     * @param jwks where its keys are; empty: its discovery document says it
     */
    record Issuer(String name, Optional<URI> jwks, Rules rules, Claims claims) {}

    /**
     * What a token must be.
     *
     * @param audiences one of them must be in {@code aud}
     * @param types the allowed values of the header {@code typ}
     * @param logoutAudiences as {@code audiences}, for logout tokens
     */
    record Rules(Set<String> audiences, Set<String> types, Set<JWSAlgorithm> algorithms, Set<String> logoutAudiences) {}

    /**
     * Where a token says what. Names are those of claims; a dot leads into an object.
     *
     * @param userPrefix stands before the provider's name of a user
     * @param roles the gateway's role for each of the provider's that counts
     * @param device empty: tokens are for no device
     * @param login names the login that a logout token ends; empty: a logout token ends all logins of its user
     */
    record Claims(
            String user,
            String userPrefix,
            String username,
            Optional<String> rolesClaim,
            Map<String, String> roles,
            Optional<Device> device,
            Optional<String> login) {

        Claims {
            roles = Map.copyOf(roles);
        }
    }

    /** The claims that name platform and device. */
    record Device(String platform, String id) {}

    /** @param maxLifetime the longest time between {@code iat} and {@code exp} */
    record Limits(Duration maxLifetime, Duration clockSkew) {}

    /**
     * How the keys of issuers are had.
     *
     * @param cache how long fetched keys are used before they are fetched again
     * @param outage how much longer they are used while they cannot be fetched
     * @param minInterval the time between two fetches for unknown keys
     * @param maxBytes the largest document
     */
    record Fetching(
            Duration connectTimeout,
            Duration readTimeout,
            Duration cache,
            Duration outage,
            Duration minInterval,
            int maxBytes) {}
}
