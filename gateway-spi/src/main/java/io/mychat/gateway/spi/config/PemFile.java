package io.mychat.gateway.spi.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The certificates and keys of a PEM file (RFC 7468), read with the JDK alone. Text around the blocks is ignored, such
 * as a byte order mark or the description of a certificate. Immutable.
 *
 * <p>Private keys are PKCS#8 ({@code PRIVATE KEY}), PKCS#1 ({@code RSA PRIVATE KEY}) or SEC 1 ({@code EC PRIVATE KEY},
 * also after its {@code EC PARAMETERS}). An encrypted key is PKCS#8 with PBES2 ({@code ENCRYPTED PRIVATE KEY}).
 *
 * @since 0.1.0
 */
public final class PemFile {

    private static final int MAX_BYTES = 4 << 20;
    /** The header of RFC 1421 that OpenSSL writes into a block. */
    private static final String OLD_ENCRYPTION = "Proc-Type: 4,ENCRYPTED";

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN (?<label>[A-Z0-9 ]+)-----(?<text>.*?)-----END \\k<label>-----", Pattern.DOTALL);
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS", "DSA");

    private final Path file;
    private final List<Block> blocks;

    private record Block(String label, String base64) {}

    private interface Decoder<K> {
        K decode(KeyFactory factory) throws InvalidKeySpecException;
    }

    private PemFile(Path file, List<Block> blocks) {
        this.file = file;
        this.blocks = List.copyOf(blocks);
    }

    /**
     * Reads a file. Blocks.
     *
     * @throws PemException when it is no readable regular file, or has more than 4 MiB
     */
    public static PemFile read(Path file) throws PemException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // Reading a pipe may never end.
            throw new PemException(file + " is not a regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new PemException(file + " is too large for a PEM file");
            }
            return new PemFile(
                    file,
                    BLOCK.matcher(new String(bytes, StandardCharsets.ISO_8859_1))
                            .results()
                            .map(found -> new Block(found.group(1), found.group(2)))
                            .toList());
        } catch (NoSuchFileException e) {
            throw new PemException(file + " does not exist");
        } catch (IOException e) {
            throw new PemException(file + " cannot be read");
        }
    }

    /**
     * The certificates, in the order of the file.
     *
     * @throws PemException when there is none, or one cannot be read
     */
    public List<X509Certificate> certificates() throws PemException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks) {
            if (block.label().equals("CERTIFICATE")) {
                certificates.add(certificate(block));
            }
        }
        if (certificates.isEmpty()) {
            throw new PemException(file + " holds no certificate");
        }
        return List.copyOf(certificates);
    }

    private X509Certificate certificate(Block block) throws PemException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der(block)));
        } catch (GeneralSecurityException e) {
            throw new PemException(file + " holds a damaged certificate");
        }
    }

    /**
     * The first private key, which is not encrypted.
     *
     * @param type the type that the caller needs, such as {@link java.security.interfaces.RSAPrivateKey}
     * @throws PemException when there is none, or it has another type, is encrypted or cannot be read
     */
    public <K extends PrivateKey> K privateKey(Class<K> type) throws PemException {
        return privateKey(type, Optional.empty());
    }

    /**
     * The first private key.
     *
     * @param type the type that the caller needs, such as {@link java.security.interfaces.RSAPrivateKey}
     * @param passphrase decrypts the key; ignored for a key that is not encrypted
     * @throws PemException when there is none, or it has another type, cannot be decrypted or cannot be read
     */
    public <K extends PrivateKey> K privateKey(Class<K> type, Optional<String> passphrase) throws PemException {
        for (Block block : blocks) {
            if (block.base64().contains(OLD_ENCRYPTION)) {
                throw new PemException(file + " holds a key in the old encrypted form of OpenSSL; convert it with:"
                        + " openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD.pem -out NEW.pem");
            }
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return privateKey(type, der(block));
                }
                case "RSA PRIVATE KEY" -> {
                    return privateKey(type, Pkcs8.fromPkcs1(der(block)));
                }
                case "EC PRIVATE KEY" -> {
                    return privateKey(type, ecKey(block));
                }
                case "ENCRYPTED PRIVATE KEY" -> {
                    return privateKey(type, EncryptedKey.decrypt(file, der(block), passphrase));
                }
                default -> {
                    // a certificate, parameters, a public key
                }
            }
        }
        throw new PemException(file + " holds no \"BEGIN PRIVATE KEY\"");
    }

    private <K extends PrivateKey> K privateKey(Class<K> type, byte[] pkcs8) throws PemException {
        return key(type, factory -> factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
    }

    private byte[] ecKey(Block block) throws PemException {
        Optional<Block> parameters = blocks.stream()
                .filter(one -> one.label().equals("EC PARAMETERS"))
                .findFirst();
        try {
            return Pkcs8.fromSec1(der(block), parameters.isEmpty() ? new byte[0] : der(parameters.get()));
        } catch (InvalidKeySpecException e) {
            throw new PemException(file + " holds a damaged key");
        }
    }

    /**
     * The first public key ({@code PUBLIC KEY}, X.509).
     *
     * @throws PemException when there is none, or it has another type or cannot be read
     */
    public <K extends PublicKey> K publicKey(Class<K> type) throws PemException {
        for (Block block : blocks) {
            if (block.label().equals("PUBLIC KEY")) {
                byte[] der = der(block);
                return key(type, factory -> factory.generatePublic(new X509EncodedKeySpec(der)));
            }
        }
        throw new PemException(file + " holds no \"BEGIN PUBLIC KEY\"");
    }

    private <K extends Key> K key(Class<K> type, Decoder<? extends Key> decoder) throws PemException {
        for (String algorithm : ALGORITHMS) {
            try {
                Key key = decoder.decode(KeyFactory.getInstance(algorithm));
                if (type.isInstance(key)) {
                    return type.cast(key);
                }
            } catch (GeneralSecurityException e) {
                // a key of another algorithm
            }
        }
        throw new PemException(file + " holds no key of the kind that the algorithm needs");
    }

    private byte[] der(Block block) throws PemException {
        try {
            return Base64.getMimeDecoder().decode(block.base64());
        } catch (IllegalArgumentException e) {
            throw new PemException(file + " is damaged: not base64");
        }
    }
}
