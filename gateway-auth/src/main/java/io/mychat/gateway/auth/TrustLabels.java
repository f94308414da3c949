package io.mychat.gateway.auth;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a token was accepted for, as text that a session keeps: the key, the issuer and the audience of the moment. One text for
 * each key, shared by all of its sessions; only this process understands it. Immutable.
 */
final class TrustLabels {

    private static final String SEPARATOR = "\0";
    private static final int PARTS = 3;

    private final KeyRing keys;
    private final TokenSettings settings;
    private final Map<String, String> byKey;

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
    }

    /** The label of tokens that a key of this ring has signed. */
    String of(TokenKey key) {
        return byKey.getOrDefault(key.name(), "");
    }

    /**
     * Whether tokens with this label are still accepted: the key is there, no other issuer is demanded, and the audience is
     * the same. A token for an audience is for somebody else where none is configured.
     */
    boolean areTrusted(String label) {
        String[] parts = label.split(SEPARATOR, PARTS);
        return parts.length == PARTS
                && keys.contains(parts[0])
                && settings.issuer().map(parts[1]::equals).orElse(true)
                && settings.audience().orElse("").equals(parts[2]);
    }
}
