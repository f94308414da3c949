package io.mychat.gateway.acme;

import io.mychat.gateway.acme.AcmeSettings.Http;
import io.mychat.gateway.acme.challenge.ChallengeListener.Bounds;
import io.mychat.gateway.acme.issue.CertificateAuthority.Account;
import io.mychat.gateway.acme.issue.CertificateAuthority.Directory;
import io.mychat.gateway.acme.issue.CertificateAuthority.ExternalBinding;
import io.mychat.gateway.acme.issue.CertificateAuthority.Order;
import io.mychat.gateway.acme.issue.KeyType;
import io.mychat.gateway.spi.config.Authorities;
import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.spi.config.PemException;
import io.mychat.gateway.spi.time.Backoff;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads and checks section {@code acme}, and the keys of section {@code server} that it depends on. */
final class SettingsReader {

    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
    private static final int MOST_DOMAINS = 100;

    private final ModuleSettings settings;
    private final ConfigSection acme;
    private final ConfigSection server;

    SettingsReader(ModuleSettings settings) {
        this.settings = settings;
        this.acme = settings.section("acme");
        this.server = settings.section("server");
    }

    /** Empty without the section, and when it has faults. */
    Optional<AcmeSettings> read() {
        if (!acme.isPresent()) {
            return Optional.empty();
        }
        Path certificate = certificate();
        Path state = path("directory");
        Directory directory = directory();
        List<String> domains = domains();
        KeyType keyType = acme.word("key_type", KeyType.class).orElse(KeyType.EC);
        Duration timeout = acme.duration("order_timeout_seconds");
        List<String> contacts = contacts();
        Optional<ExternalBinding> binding = binding();
        Backoff retry = retry();
        Http http = http();
        if (!acme.flag("terms_agreed")) {
            acme.fault("terms_agreed", "must be true: read the authority's terms of service and agree to them");
        }
        if (certificate == null || state == null || directory == null) {
            return Optional.empty();
        }
        Account account = new Account(state.resolve("account.pem"), contacts, binding);
        Order order = new Order(directory, account, domains, keyType, timeout);
        return Optional.of(new AcmeSettings(certificate, state, order, retry, http));
    }

    private @Nullable Path certificate() {
        Optional<String> certificate = server.text("ssl_cert_path");
        Optional<String> key = server.text("ssl_key_path");
        if (!server.flag("ssl_enabled", false)) {
            server.fault("ssl_enabled", "must be true for section acme, which obtains the certificate");
            return null;
        }
        if (!server.flag("watch_config", true)) {
            server.fault(
                    "watch_config", "must be true for section acme: a renewed certificate is taken over by the watch");
        }
        if (certificate.isEmpty()) {
            return null; // The transport reports it.
        }
        if (!certificate.equals(key)) {
            server.fault(
                    "ssl_key_path",
                    "must name the same file as ssl_cert_path for section acme, so that a renewal replaces key and"
                            + " certificate at once");
            return null;
        }
        return resolved(server, "ssl_cert_path", certificate.get());
    }

    private @Nullable Path path(String key) {
        return acme.text(key).map(text -> resolved(acme, key, text)).orElse(null);
    }

    private @Nullable Path resolved(ConfigSection section, String key, String text) {
        try {
            return settings.resolve(text);
        } catch (InvalidPathException e) {
            section.fault(key, "is not a path");
            return null;
        }
    }

    private @Nullable Directory directory() {
        Authorities trusted = Authorities.OF_THE_JVM;
        try {
            Path file = path("ca_file");
            trusted = file == null ? trusted : Authorities.read(file);
        } catch (PemException e) {
            acme.fault("ca_file", String.valueOf(e.getMessage()));
        }
        Optional<String> text = acme.text("directory_url");
        if (text.isEmpty()) {
            acme.fault(
                    "directory_url",
                    "is required: the authority's directory, such as"
                            + " https://acme-v02.api.letsencrypt.org/directory");
            return null;
        }
        try {
            URI url = new URI(text.get());
            if (url.getHost() != null && ("https".equals(url.getScheme()) || isLoopback(url))) {
                return new Directory(url, trusted);
            }
        } catch (URISyntaxException e) {
            // Reported as the fault below.
        }
        acme.fault("directory_url", "must be a URL with https");
        return null;
    }

    /** For an authority on the same machine, as in tests. */
    private static boolean isLoopback(URI url) {
        return "http".equals(url.getScheme())
                && (url.getHost().equals("127.0.0.1") || url.getHost().equals("[::1]"));
    }

    private List<String> domains() {
        List<String> domains = acme.texts("domains");
        if (domains.isEmpty() || domains.size() > MOST_DOMAINS) {
            acme.fault("domains", "must be 1 to " + MOST_DOMAINS + " DNS names");
        }
        for (String domain : domains) {
            if (domain.startsWith("*.")) {
                acme.fault("domains", "has '" + domain + "', and HTTP-01 cannot prove a wildcard; list each name");
            } else if (!DOMAIN.matcher(domain).matches()
                    || NUMBERS.matcher(domain).matches()) {
                acme.fault(
                        "domains", "has '" + domain + "', which is no DNS name in lower case (ASCII, xn-- for others)");
            }
        }
        if (new HashSet<>(domains).size() < domains.size()) {
            acme.fault("domains", "has a name twice");
        }
        return domains;
    }

    private List<String> contacts() {
        List<String> contacts = acme.texts("contact");
        for (String contact : contacts) {
            try {
                if (new URI(contact).getScheme() != null) {
                    continue;
                }
            } catch (URISyntaxException e) {
                // Reported as the fault below.
            }
            acme.fault("contact", "must be URIs, such as mailto:ops@example.com");
        }
        return contacts;
    }

    private Optional<ExternalBinding> binding() {
        Optional<String> id = acme.text("eab_key_id");
        Optional<String> key = acme.text("eab_hmac_key");
        if (id.isPresent() != key.isPresent()) {
            acme.fault(id.isPresent() ? "eab_hmac_key" : "eab_key_id", "is missing: both or none");
        }
        return id.isPresent() && key.isPresent()
                ? Optional.of(new ExternalBinding(id.get(), key.get()))
                : Optional.empty();
    }

    private Backoff retry() {
        Duration first = acme.duration("retry_seconds");
        Duration longest = acme.duration("max_retry_seconds");
        if (longest.compareTo(first) < 0) {
            acme.fault("max_retry_seconds", "must not be less than retry_seconds");
            return Backoff.steady(first);
        }
        return new Backoff(first, longest);
    }

    private Http http() {
        String host = acme.text("http_host").orElse("");
        try {
            if (!host.isEmpty()) {
                InetAddress.getByName(host);
            }
        } catch (java.net.UnknownHostException e) {
            acme.fault("http_host", "is no address of this machine");
        }
        return new Http(
                host,
                acme.integer("http_port"),
                new Bounds(
                        acme.integer("http_max_connections"),
                        acme.integer("http_connections_per_second"),
                        acme.duration("http_timeout_ms")));
    }
}
