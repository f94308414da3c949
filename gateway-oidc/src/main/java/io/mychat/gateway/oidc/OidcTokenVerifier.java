package io.mychat.gateway.oidc;

import com.nimbusds.jwt.SignedJWT;
import io.mychat.gateway.spi.auth.LogoutVerdict;
import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.spi.auth.TokenVerifier;
import io.mychat.gateway.spi.config.ClientTls;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.threads.DaemonThreadPool;
import io.mychat.gateway.spi.time.TimeSource;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** Checks the access tokens of the configured issuers. Thread-safe: the issuers are one volatile reference. */
final class OidcTokenVerifier implements TokenVerifier, HealthIndicator, MetricSource, AutoCloseable {

    private static final Duration IDLE = Duration.ofSeconds(30);

    private final TimeSource time;
    /** The same for as long as the verifier lives; a reload changes what it trusts and shows. */
    private final ClientTls tls;

    private final ExecutorService background = new DaemonThreadPool("gateway-oidc", 1, IDLE);
    private volatile State state;

    /** @param longest the longest lifetime that was ever allowed */
    private record State(OidcSettings settings, Map<String, TrustedIssuer> issuers, Duration longest) {}

    OidcTokenVerifier(OidcSettings settings, TimeSource time) {
        this.time = time;
        this.tls = settings.tls();
        this.state = new State(
                settings, issuers(settings, Map.of()), settings.limits().maxLifetime());
    }

    private Map<String, TrustedIssuer> issuers(OidcSettings settings, Map<String, TrustedIssuer> kept) {
        Map<String, TrustedIssuer> issuers = new LinkedHashMap<>();
        for (OidcSettings.Issuer issuer : settings.issuers()) {
            TrustedIssuer known = kept.get(issuer.name());
            if (known != null) {
                issuers.put(issuer.name(), known);
                continue;
            }
            KeySetDocument document = new KeySetDocument(
                    issuer.name(), issuer.jwks(), new DocumentRetriever(settings.fetching(), tls.context()));
            IssuerKeys keys = new IssuerKeys(document, settings.fetching(), background);
            keys.warmUp();
            issuers.put(issuer.name(), new TrustedIssuer(issuer, settings.limits(), keys, time));
        }
        return issuers;
    }

    /**
     * Uses these settings from the next call on. Issuers whose settings are the same keep their keys.
     *
     * @return the JSON paths of files with new content
     */
    synchronized List<String> adopt(OidcSettings next) {
        List<String> changed = tls.adopt(next.tls());
        State previous = state;
        boolean same = next.limits().equals(previous.settings().limits())
                && next.fetching().equals(previous.settings().fetching());
        Map<String, TrustedIssuer> kept = new LinkedHashMap<>();
        previous.issuers().forEach((name, issuer) -> {
            if (same && next.issuers().contains(issuer.issuer())) {
                kept.put(name, issuer);
            }
        });
        Duration longest = next.limits().maxLifetime().compareTo(previous.longest()) > 0
                ? next.limits().maxLifetime()
                : previous.longest();
        state = new State(next, issuers(next, kept), longest);
        previous.issuers().forEach((name, issuer) -> {
            if (!kept.containsKey(name)) {
                issuer.close();
            }
        });
        return changed;
    }

    @Override
    public Optional<TokenVerdict> verify(String token) {
        return TrustedIssuer.parse(token).flatMap(parsed -> issuer(parsed).map(issuer -> issuer.verify(parsed)));
    }

    @Override
    public Optional<LogoutVerdict> verifyLogout(String logoutToken) {
        return TrustedIssuer.parse(logoutToken)
                .flatMap(parsed -> issuer(parsed).map(issuer -> issuer.verifyLogout(parsed)));
    }

    private Optional<TrustedIssuer> issuer(SignedJWT token) {
        try {
            String name = token.getJWTClaimsSet().getIssuer();
            return name == null
                    ? Optional.empty()
                    : Optional.ofNullable(state.issuers().get(name));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean trusts(String signedBy) {
        return state.issuers().containsKey(signedBy);
    }

    @Override
    public Duration lifetime() {
        return state.longest();
    }

    @Override
    public String component() {
        return "oidc";
    }

    @Override
    public Status status() {
        return warnings().isEmpty() ? Status.HEALTHY : Status.DEGRADED;
    }

    @Override
    public List<String> warnings() {
        return state.issuers().values().stream()
                .flatMap(issuer -> issuer.warnings().stream())
                .toList();
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        state.issuers().forEach((name, issuer) -> {
            metrics.add(tokens(name, "accepted", issuer.accepted()));
            metrics.add(tokens(name, "refused", issuer.refused()));
            metrics.add(tokens(name, "no_keys", issuer.unavailable()));
            metrics.add(fetches(name, "success", issuer.keys().document().fetched()));
            metrics.add(fetches(name, "failure", issuer.keys().document().failed()));
        });
        return metrics;
    }

    private static Metric tokens(String issuer, String outcome, long number) {
        return Metric.counter("oidc_tokens_total", "Checked tokens of OpenID Connect providers.", number)
                .with("issuer", issuer)
                .with("outcome", outcome);
    }

    private static Metric fetches(String issuer, String outcome, long number) {
        return Metric.counter("oidc_key_fetches_total", "Fetches of the keys of OpenID Connect providers.", number)
                .with("issuer", issuer)
                .with("outcome", outcome);
    }

    @Override
    public void close() {
        state.issuers().values().forEach(TrustedIssuer::close);
        background.shutdownNow();
    }
}
