package io.mychat.gateway.core.config.reading;

import io.mychat.gateway.core.config.WebhookSecret;
import io.mychat.gateway.core.config.json.JsonConfigSection;
import io.mychat.gateway.core.config.security.AuditConfig;
import io.mychat.gateway.core.config.security.AuditKey;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads section {@code audit} with its keys. */
final class AuditReader {

    private static final String KEY = "key";
    private static final String KEY_ID = "key_id";
    private static final String FILE = "file";
    private static final String ANCHOR_URL = "anchor_url";
    private static final String ANCHOR_SECRET = "anchor_secret";
    private static final String PREVIOUS = "previous_keys";
    private static final int MAX_PORT = 65_535;

    private AuditReader() {}

    static AuditConfig read(JsonConfigSection section) {
        // An invalid id is a fault already.
        String keyId = section.text(KEY_ID).orElse("invalid");
        Optional<AuditKey> key = key(section, keyId);
        List<AuditKey> previous = new ArrayList<>();
        Set<String> ids = new HashSet<>(Set.of(keyId));
        for (JsonConfigSection each : section.elements(PREVIOUS, null)) {
            Optional<String> id = each.text("id");
            if (!each.has(KEY)) {
                each.fault(KEY, "is missing");
            }
            if (id.isEmpty()) {
                each.fault("id", "is missing: it stands in the lines that the key has signed");
            } else if (!ids.add(id.get())) {
                each.fault("id", "is already the id of another key (including audit.key_id)");
            } else {
                key(each, id.get()).ifPresent(previous::add);
            }
        }
        if (section.has(FILE) && !section.has(KEY)) {
            section.fault(KEY, "is missing: it signs the lines of audit.file; make one with: openssl rand -base64 32");
        }
        checkAnchor(section);
        return RecordReader.read(AuditConfig.class, section, Map.of("key", key, "previousKeys", previous));
    }

    private static void checkAnchor(JsonConfigSection section) {
        Optional<String> secret = section.text(ANCHOR_SECRET);
        Optional<String> url = section.text(ANCHOR_URL);
        if (url.isPresent() && !isTarget(url.get())) {
            section.fault(ANCHOR_URL, "must be a URL such as https://example.com/anchors; a port is 1 to 65535");
        }
        if (section.has(ANCHOR_URL) && secret.isEmpty()) {
            section.fault(ANCHOR_SECRET, "is missing: it signs the posts to audit.anchor_url");
        }
        if (secret.isPresent() && !new WebhookSecret(secret.get()).isUsable()) {
            section.fault(
                    ANCHOR_SECRET,
                    "must have at least 24 bytes, and behind whsec_ Base64; make one with: openssl rand"
                            + " -base64 32");
        }
    }

    /** Whether something can be posted there; the schema sees no more than the scheme. */
    private static boolean isTarget(String url) {
        try {
            URI uri = new URI(url);
            return uri.getHost() != null && uri.getPort() != 0 && uri.getPort() <= MAX_PORT;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static Optional<AuditKey> key(JsonConfigSection section, String id) {
        Optional<String> secret = section.text(KEY);
        try {
            return secret.isEmpty() ? Optional.empty() : Optional.of(new AuditKey(id, secret.get()));
        } catch (IllegalArgumentException e) {
            section.fault(KEY, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
