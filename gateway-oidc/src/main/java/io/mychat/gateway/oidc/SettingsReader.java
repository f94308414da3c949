package io.mychat.gateway.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import io.mychat.gateway.spi.config.ClientTls;
import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and checks section {@code oidc}. */
final class SettingsReader {

    /** Asymmetric, and in every JVM: a provider's secret is nothing for a gateway to know. */
    private static final Map<String, JWSAlgorithm> ALGORITHMS = algorithms();

    private static final String ISSUERS = "issuers";

    private final ModuleSettings settings;
    private final ConfigSection oidc;

    SettingsReader(ModuleSettings settings) {
        this.settings = settings;
        this.oidc = settings.section("oidc");
    }

    private static Map<String, JWSAlgorithm> algorithms() {
        Map<String, JWSAlgorithm> known = new LinkedHashMap<>();
        for (JWSAlgorithm algorithm : List.of(
                JWSAlgorithm.RS256,
                JWSAlgorithm.RS384,
                JWSAlgorithm.RS512,
                JWSAlgorithm.PS256,
                JWSAlgorithm.PS384,
                JWSAlgorithm.PS512,
                JWSAlgorithm.ES256,
                JWSAlgorithm.ES384,
                JWSAlgorithm.ES512)) {
            known.put(algorithm.getName(), algorithm);
        }
        return known;
    }

    /** Empty without the section. */
    Optional<OidcSettings> read() {
        if (!oidc.isPresent()) {
            return Optional.empty();
        }
        OidcSettings.Limits limits =
                new OidcSettings.Limits(oidc.duration("max_token_seconds"), oidc.duration("clock_skew_seconds"));
        OidcSettings.Fetching fetching = new OidcSettings.Fetching(
                oidc.duration("connect_timeout_ms"),
                oidc.duration("read_timeout_ms"),
                oidc.duration("cache_seconds"),
                oidc.duration("outage_seconds"),
                oidc.duration("min_fetch_interval_ms"),
                oidc.integer("max_document_bytes"));
        ClientTls tls = ClientTls.read(oidc, "oidc", settings::watched);
        boolean isShared = oidc.flag("shared_users");
        List<ConfigSection> sections = oidc.sections(ISSUERS);
        List<OidcSettings.Issuer> issuers = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<String> prefixes = new HashSet<>();
        for (ConfigSection section : sections) {
            OidcSettings.Issuer issuer = issuer(section);
            if (issuer == null) {
                continue;
            }
            if (!names.add(issuer.name())) {
                section.fault("issuer", "stands there twice");
            }
            if (!prefixes.add(issuer.claims().userPrefix()) && !isShared) {
                section.fault(
                        "user_id_prefix",
                        "must differ from that of the other issuers, so that two people with one name stay two;"
                                + " if they are the same people, set shared_users");
            }
            issuers.add(issuer);
        }
        if (sections.isEmpty()) {
            oidc.fault(ISSUERS, "must name at least one provider");
        }
        return Optional.of(new OidcSettings(issuers, limits, fetching, tls));
    }

    private OidcSettings.@Nullable Issuer issuer(ConfigSection section) {
        Optional<String> name = section.text("issuer");
        Optional<URI> url = name.flatMap(SafeUrl::of);
        if (name.isPresent() && url.isEmpty()) {
            section.fault("issuer", "must be an https URL, as in the tokens' iss");
        } else if (name.isEmpty()) {
            section.fault("issuer", "is required: the URL in the tokens' iss");
        }
        Optional<URI> jwks = section.text("jwks_url").flatMap(SafeUrl::of);
        if (section.has("jwks_url") && jwks.isEmpty()) {
            section.fault("jwks_url", "must be an https URL");
        }
        OidcSettings.Rules rules = rules(section);
        OidcSettings.Claims claims = claims(section);
        return name.map(text -> new OidcSettings.Issuer(text, jwks, rules, claims))
                .orElse(null);
    }

    private static OidcSettings.Rules rules(ConfigSection section) {
        Set<String> audiences = Set.copyOf(section.texts("audiences"));
        if (audiences.isEmpty()) {
            section.fault("audiences", "is required: what the provider writes into aud for this gateway");
        }
        Set<JWSAlgorithm> algorithms = new HashSet<>();
        for (String algorithm : orElse(section.texts("algorithms"), List.of("RS256", "PS256", "ES256"))) {
            JWSAlgorithm known = ALGORITHMS.get(algorithm);
            if (known == null) {
                section.fault("algorithms", "must be some of " + String.join(", ", ALGORITHMS.keySet()));
            } else {
                algorithms.add(known);
            }
        }
        Set<String> types = Set.copyOf(orElse(section.texts("token_types"), List.of("at+jwt")));
        Set<String> logout = Set.copyOf(section.texts("logout_audiences"));
        return new OidcSettings.Rules(audiences, types, algorithms, logout.isEmpty() ? audiences : logout);
    }

    private static OidcSettings.Claims claims(ConfigSection section) {
        Optional<String> platform = section.text("platform_claim");
        Optional<String> device = section.text("device_claim");
        if (platform.isPresent() != device.isPresent()) {
            section.fault(
                    platform.isPresent() ? "device_claim" : "platform_claim",
                    "is missing: a token names both a platform and a device, or neither");
        }
        Map<String, String> roles = new HashMap<>();
        ConfigSection mapped = section.section("roles");
        for (String role : mapped.keys()) {
            mapped.text(role).ifPresent(own -> roles.put(role, own));
        }
        if (mapped.isPresent() != section.has("roles_claim")) {
            section.fault(
                    mapped.isPresent() ? "roles_claim" : "roles",
                    "is missing: roles_claim says where the provider's roles stand, and roles which of them count");
        }
        String user = section.text("user_id_claim").orElse(OidcSettings.SUBJECT);
        if (!user.equals(OidcSettings.SUBJECT)) {
            section.warn(
                    "user_id_claim",
                    "is not sub: the provider's logouts (back-channel logout) are then refused, because they name users"
                            + " by sub only");
        }
        return new OidcSettings.Claims(
                user,
                section.text("user_id_prefix").orElse(""),
                section.text("username_claim").orElse("preferred_username"),
                section.text("roles_claim"),
                roles,
                platform.flatMap(name -> device.map(id -> new OidcSettings.Device(name, id))),
                section.text("login_claim"));
    }

    private static List<String> orElse(List<String> texts, List<String> byDefault) {
        return texts.isEmpty() ? byDefault : texts;
    }
}
