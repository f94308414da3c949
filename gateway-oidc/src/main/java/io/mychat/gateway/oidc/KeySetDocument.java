package io.mychat.gateway.oidc;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.ResourceRetriever;
import io.mychat.gateway.spi.event.LogText;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The set of keys that an issuer publishes (JWKS), found by its discovery document (OpenID Connect Discovery 1.0) unless
 * the configuration names it. Each call fetches. Thread-safe.
 */
final class KeySetDocument implements JWKSetSource<SecurityContext> {

    private static final String DISCOVERY = "/.well-known/openid-configuration";

    private final String issuer;
    private final Optional<URI> configured;
    private final ResourceRetriever http;
    private final LongAdder fetched = new LongAdder();
    private final LongAdder failed = new LongAdder();
    /** From the discovery document; found again when a fetch fails. */
    private volatile @Nullable URI discovered;

    private volatile Set<String> ids = Set.of();
    /** Why the last fetch failed; null: it did not, or there was none. */
    private volatile @Nullable String fault;

    KeySetDocument(String issuer, Optional<URI> configured, ResourceRetriever http) {
        this.issuer = issuer;
        this.configured = configured;
        this.http = http;
    }

    @Override
    public JWKSet getJWKSet(
            JWKSetCacheRefreshEvaluator refreshEvaluator, long currentTime, @Nullable SecurityContext context)
            throws JWKSetUnavailableException {
        try {
            URI place = configured.isPresent() ? configured.get() : discovered();
            JWKSet keys = JWKSet.parse(http.retrieveResource(place.toURL()).getContent());
            fetched.increment();
            fault = null;
            ids = keys.getKeys().stream()
                    .map(JWK::getKeyID)
                    .filter(Objects::nonNull)
                    .collect(Collectors.toUnmodifiableSet());
            return keys;
        } catch (IOException | ParseException | IllegalArgumentException e) {
            failed.increment();
            discovered = null;
            String text = LogText.quoted(String.valueOf(e.getMessage()));
            fault = text;
            throw new JWKSetUnavailableException(text, e);
        }
    }

    private URI discovered() throws IOException, ParseException {
        URI known = discovered;
        if (known != null) {
            return known;
        }
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        URI place = URI.create(base + DISCOVERY);
        Map<String, Object> document =
                JSONObjectUtils.parse(http.retrieveResource(place.toURL()).getContent());
        if (!issuer.equals(JSONObjectUtils.getString(document, "issuer"))) {
            // OpenID Connect Discovery 1.0, section 4.3: otherwise one issuer could speak for another.
            throw new IOException(place + " is the document of another issuer than " + issuer);
        }
        URI keys = JSONObjectUtils.getURI(document, "jwks_uri");
        if (keys == null || !SafeUrl.isSafe(keys)) {
            throw new IOException("jwks_uri in " + place + " is no https URL");
        }
        discovered = keys;
        return keys;
    }

    String issuer() {
        return issuer;
    }

    /** Why the last fetch failed; empty: it did not. */
    Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    /** Whether this key may be one that could not be fetched. */
    boolean mayLack(@Nullable String keyId) {
        return fault != null && keyId != null && !ids.contains(keyId);
    }

    long fetched() {
        return fetched.sum();
    }

    long failed() {
        return failed.sum();
    }

    @Override
    public void close() {
        // Nothing is held between fetches.
    }
}
