package io.mychat.gateway.auth;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The signing key and all keys that verify. Immutable: for a key rotation, {@link JwtTokenService#replaceKeys} gets a
 * new ring, in which the old signing key only verifies until its last token has expired.
 *
 * @since 0.1.0
 */
public final class KeyRing {

    private final TokenKey signing;
    private final Map<String, TokenKey> byId;

    private KeyRing(TokenKey signing, Map<String, TokenKey> byId) {
        this.signing = signing;
        this.byId = byId;
    }

    /**
     * A ring with one key that signs and verifies, and {@code others} that only verify.
     *
     * @throws IllegalArgumentException when {@code signing} cannot sign, or two keys have one id
     */
    public static KeyRing of(TokenKey signing, Collection<TokenKey> others) {
        if (!signing.canSign()) {
            throw new IllegalArgumentException("the signing key has no private key");
        }
        Map<String, TokenKey> byId = new LinkedHashMap<>();
        byId.put(signing.keyId(), signing);
        for (TokenKey other : others) {
            if (byId.putIfAbsent(other.keyId(), other) != null) {
                throw new IllegalArgumentException("two keys have the key id \"" + other.keyId() + "\"");
            }
        }
        return new KeyRing(signing, Map.copyOf(byId));
    }

    TokenKey signing() {
        return signing;
    }

    /** Whether the ring has a key with this {@linkplain TokenKey#name name}. */
    boolean contains(String name) {
        return byId.values().stream().anyMatch(key -> key.name().equals(name));
    }

    /**
     * What an operator should know when this ring follows a previous one: its signing key was not accepted before, so
     * other gateways of the cluster probably do not accept it yet either.
     */
    Optional<String> warningAfter(KeyRing previous) {
        return previous.contains(signing.name())
                ? Optional.empty()
                : Optional.of("auth: the new signing key \"" + signing.keyId() + "\" was not accepted here before."
                        + " Gateways that have not reloaded refuse its tokens. Add a new key to"
                        + " auth.verification_keys on every gateway before one of them signs with it");
    }

    /** Whether all keys {@linkplain TokenKey#verifiesQuickly verify quickly}. */
    boolean verifiesQuickly() {
        return byId.values().stream().allMatch(TokenKey::verifiesQuickly);
    }

    /** The {@linkplain TokenKey#name names} of all keys. */
    Stream<String> names() {
        return byId.values().stream().map(TokenKey::name);
    }

    /** The key with this id; the empty id belongs to tokens without a key id. */
    Optional<TokenKey> find(String keyId) {
        return Optional.ofNullable(byId.get(keyId));
    }
}
