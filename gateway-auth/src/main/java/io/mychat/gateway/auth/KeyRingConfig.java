package io.mychat.gateway.auth;

import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.PemException;
import io.mychat.gateway.spi.config.PemFile;
import io.mychat.gateway.spi.config.SecretFile;
import io.mychat.gateway.spi.message.TextLength;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Reads the key ring from section {@code auth}: {@code algorithm}, {@code jwt_secret}, {@code private_key_file},
 * {@code public_key_file}, {@code key_id}, {@code verification_keys}.
 */
final class KeyRingConfig {

    private static final String AUTH = "$.auth.";
    private static final String SECRET = "jwt_secret";
    private static final String PRIVATE_FILE = "private_key_file";
    private static final String PUBLIC_FILE = "public_key_file";

    private final BiFunction<String, String, Path> files;

    /** @param files resolves a path of the configuration; its first argument is the JSON path of the key */
    KeyRingConfig(BiFunction<String, String, Path> files) {
        this.files = files;
    }

    /** The ring; empty when a fault has been recorded. */
    Optional<KeyRing> read(ConfigSection auth) {
        Optional<TokenKey> signing = signingKey(auth);
        List<ConfigSection> sections = auth.sections("verification_keys");
        List<TokenKey> others = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        taken.add(auth.text("key_id").orElse(""));
        for (int i = 0; i < sections.size(); i++) {
            ConfigSection section = sections.get(i);
            Optional<TokenKey> key = verificationKey(section, AUTH + "verification_keys[" + i + "].");
            if (!taken.add(section.text("kid").orElse(""))) {
                section.fault(
                        "kid", "is already the id of another key (including auth.key_id); only one key may have no id");
            } else {
                key.ifPresent(others::add);
            }
        }
        return others.size() < sections.size() || signing.isEmpty()
                ? Optional.empty()
                : Optional.of(KeyRing.of(signing.get(), others));
    }

    /** Reads and ignores the keys of the ring, because the host application signs the tokens. */
    static void ignore(ConfigSection auth) {
        for (String key : List.of("algorithm", "key_id", SECRET, PRIVATE_FILE, PUBLIC_FILE)) {
            ignore(auth, key);
            if (auth.has(key)) {
                auth.warn(key, "has no effect: the host application brings its own TokenService");
            }
        }
        for (ConfigSection key : auth.sections("verification_keys")) {
            ignore(key, "kid", "algorithm", "secret", PUBLIC_FILE);
            key.warn("kid", "has no effect: the host application brings its own TokenService");
        }
    }

    private Optional<TokenKey> signingKey(ConfigSection auth) {
        Optional<String> keyId = keyId(auth, "key_id");
        Optional<SignatureAlgorithm> algorithm = algorithm(auth);
        if (algorithm.isEmpty()) {
            ignore(auth, SECRET, PRIVATE_FILE, PUBLIC_FILE);
            return Optional.empty();
        }
        if (algorithm.get() == SignatureAlgorithm.HS256) {
            refuse(auth, PRIVATE_FILE, "is for RS256 and ES256; set auth.algorithm, or leave the file out");
            refuse(auth, PUBLIC_FILE, "is for RS256 and ES256; set auth.algorithm, or leave the file out");
            return secretKey(keyId, secret(auth, SECRET, "is missing: it signs the tokens" + SecretValidation.HELP));
        }
        refuse(auth, SECRET, "is for HS256; leave it out, or move it to auth.verification_keys for tokens of before");
        Optional<Path> privateFile = file(auth, AUTH, PRIVATE_FILE);
        Optional<Path> publicFile = file(auth, AUTH, PUBLIC_FILE);
        if (keyId.isEmpty() || privateFile.isEmpty() || publicFile.isEmpty()) {
            return Optional.empty();
        }
        privateFile.filter(SecretFile::isOpenToOthers).ifPresent(file -> auth.warn(PRIVATE_FILE, SecretFile.WARNING));
        return algorithm.get() == SignatureAlgorithm.RS256
                ? rsaPair(auth, keyId.get(), publicFile.get(), privateFile.get())
                : ecPair(auth, keyId.get(), publicFile.get(), privateFile.get());
    }

    private static Optional<TokenKey> rsaPair(ConfigSection auth, String keyId, Path publicFile, Path privateFile) {
        Optional<RSAPublicKey> open =
                load(auth, PUBLIC_FILE, () -> PemFile.read(publicFile).publicKey(RSAPublicKey.class));
        Optional<RSAPrivateKey> secret =
                load(auth, PRIVATE_FILE, () -> PemFile.read(privateFile).privateKey(RSAPrivateKey.class));
        return open.isEmpty() || secret.isEmpty()
                ? Optional.empty()
                : load(auth, PRIVATE_FILE, () -> TokenKey.rs256(keyId, open.get(), secret.get()));
    }

    private static Optional<TokenKey> ecPair(ConfigSection auth, String keyId, Path publicFile, Path privateFile) {
        Optional<ECPublicKey> open =
                load(auth, PUBLIC_FILE, () -> PemFile.read(publicFile).publicKey(ECPublicKey.class));
        Optional<ECPrivateKey> secret =
                load(auth, PRIVATE_FILE, () -> PemFile.read(privateFile).privateKey(ECPrivateKey.class));
        return open.isEmpty() || secret.isEmpty()
                ? Optional.empty()
                : load(auth, PRIVATE_FILE, () -> TokenKey.es256(keyId, open.get(), secret.get()));
    }

    private Optional<TokenKey> verificationKey(ConfigSection section, String place) {
        Optional<String> keyId = keyId(section, "kid");
        Optional<SignatureAlgorithm> algorithm = algorithm(section);
        if (algorithm.isEmpty()) {
            ignore(section, "secret", PUBLIC_FILE);
            return Optional.empty();
        }
        if (algorithm.get() == SignatureAlgorithm.HS256) {
            refuse(section, PUBLIC_FILE, "is for RS256 and ES256");
            return secretKey(keyId, secret(section, "secret", "is missing"));
        }
        refuse(section, "secret", "is for HS256");
        Optional<Path> file = file(section, place, PUBLIC_FILE);
        if (keyId.isEmpty() || file.isEmpty()) {
            return Optional.empty();
        }
        return load(
                section,
                PUBLIC_FILE,
                () -> algorithm.get() == SignatureAlgorithm.RS256
                        ? TokenKey.rs256(keyId.get(), PemFile.read(file.get()).publicKey(RSAPublicKey.class))
                        : TokenKey.es256(keyId.get(), PemFile.read(file.get()).publicKey(ECPublicKey.class)));
    }

    private static Optional<SignatureAlgorithm> algorithm(ConfigSection section) {
        Optional<SignatureAlgorithm> algorithm =
                SignatureAlgorithm.named(section.text("algorithm").orElse(""));
        if (algorithm.isEmpty()) {
            section.fault("algorithm", "must be HS256, RS256 or ES256");
        }
        return algorithm;
    }

    private static Optional<String> keyId(ConfigSection section, String name) {
        String keyId = section.text(name).orElse("");
        if (!TextLength.isAtMost(TokenKey.MAX_KEY_ID, keyId) || (keyId.isEmpty() && section.has(name))) {
            section.fault(name, "must have 1 to " + TokenKey.MAX_KEY_ID + " characters");
            return Optional.empty();
        }
        return Optional.of(keyId);
    }

    private static Optional<String> secret(ConfigSection section, String name, String ifMissing) {
        Optional<String> secret = section.text(name);
        Optional<String> fault = secret.isEmpty() ? Optional.of(ifMissing) : SecretValidation.fault(secret.get());
        if (fault.isPresent()) {
            section.fault(name, fault.get());
            return Optional.empty();
        }
        return secret;
    }

    private Optional<Path> file(ConfigSection section, String place, String name) {
        Optional<String> path = section.text(name);
        if (path.isEmpty()) {
            section.fault(name, "is missing: the algorithm needs a PEM file here");
        }
        try {
            return path.map(text -> files.apply(place + name, text));
        } catch (InvalidPathException e) {
            section.fault(name, "is not a path");
            return Optional.empty();
        }
    }

    private static void refuse(ConfigSection section, String name, String why) {
        if (section.has(name)) {
            ignore(section, name);
            section.fault(name, why);
        }
    }

    /** Reads and ignores keys; a key that is not read would be reported as unknown. */
    private static void ignore(ConfigSection section, String... names) {
        for (String name : names) {
            section.text(name);
        }
    }

    private static Optional<TokenKey> secretKey(Optional<String> keyId, Optional<String> secret) {
        return keyId.isPresent() && secret.isPresent()
                ? Optional.of(TokenKey.hs256(keyId.get(), secret.get()))
                : Optional.empty();
    }

    private static <T> Optional<T> load(ConfigSection section, String name, Loading<T> loading) {
        try {
            return Optional.of(loading.load());
        } catch (PemException | IllegalArgumentException e) {
            section.fault(name, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private interface Loading<T> {
        T load() throws PemException;
    }
}
