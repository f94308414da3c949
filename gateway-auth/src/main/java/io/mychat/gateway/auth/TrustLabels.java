package io.mychat.gateway.auth;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Labels that record why a token was accepted: the key, the issuer and the audience. A session keeps the label of its
 * token. There is one label for each key, shared by its sessions, and it has a meaning only in this process. Immutable.
 */
final class TrustLabels {

    private static final String SEPARATOR = "\0";
    private static final int PARTS = 3;

    private final KeyRing keys;
    private final TokenSettings settings;
    private final Map<String, String> byKey;
    private final Set<String> trusted;

    TrustLabels(KeyRing keys, TokenSettings settings) {
        this.keys = keys;
        this.settings = settings;
        this.byKey = keys.names()
                .collect(Collectors.toUnmodifiableMap(
                        name -> name,
                        name -> String.join(
                                SEPARATOR,
                                name,
                                settings.issuer().orElse(""),
                                settings.audience().orElse(""))));
        this.trusted = byKey.values().stream().filter(this::isTrusted).collect(Collectors.toUnmodifiableSet());
    }

    /** The label of tokens signed by a key of this ring. */
    String of(TokenKey key) {
        return byKey.getOrDefault(key.name(), "");
    }

    /**
     * Whether tokens with this label are still accepted: the key exists, the required issuer has not changed, and the
     * audience is the same. Without a configured audience, tokens with an audience are refused.
     */
    boolean areTrusted(String label) {
        return trusted.contains(label) || isTrusted(label);
    }

    private boolean isTrusted(String label) {
        String[] parts = label.split(SEPARATOR, PARTS);
        return parts.length == PARTS
                && keys.contains(parts[0])
                && settings.issuer().map(parts[1]::equals).orElse(true)
                && settings.audience().orElse("").equals(parts[2]);
    }
}
