package io.mychat.gateway.auth;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The key that signs, and all keys whose signatures count. Immutable: a rotation is another ring
 * ({@link JwtTokenService#replaceKeys}), in which the old signing key only checks until its last token has expired.
 */
public final class KeyRing {

    private final TokenKey signing;
    private final Map<String, TokenKey> byId;

    private KeyRing(TokenKey signing, Map<String, TokenKey> byId) {
        this.signing = signing;
        this.byId = byId;
    }

    /**
     * A ring whose {@code signing} key signs and checks, and whose {@code others} check.
     *
     * @throws IllegalArgumentException when {@code signing} cannot sign, or two keys have one id
     */
    public static KeyRing of(TokenKey signing, Collection<TokenKey> others) {
        if (!signing.canSign()) {
            throw new IllegalArgumentException("the signing key has no private half");
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

    /** Whether there is a key of that {@linkplain TokenKey#name name}. */
    boolean contains(String name) {
        return byId.values().stream().anyMatch(key -> key.name().equals(name));
    }

    /** The {@linkplain TokenKey#name names} of all keys. */
    Stream<String> names() {
        return byId.values().stream().map(TokenKey::name);
    }

    /** The key with that id; the empty id is that of tokens that name no key. */
    Optional<TokenKey> find(String keyId) {
        return Optional.ofNullable(byId.get(keyId));
    }
}
