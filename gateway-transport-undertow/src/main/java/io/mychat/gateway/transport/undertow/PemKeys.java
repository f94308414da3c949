package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.spi.config.SecretFile;
import io.mychat.gateway.spi.time.Timestamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import nl.altindag.ssl.SSLFactory;
import nl.altindag.ssl.pem.util.PemUtils;
import org.jspecify.annotations.Nullable;

/** The server's certificate and private key, from PEM files. */
final class PemKeys {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN (?<kind>[A-Z ]*PRIVATE KEY)-----.*?-----END \\k<kind>-----", Pattern.DOTALL);

    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);

    private PemKeys() {}

    /** The TLS that the section asks for; null when it asks for none, or when it has faults. */
    static @Nullable SSLContext read(ConfigSection server, ModuleSettings settings) {
        boolean enabled = server.flag("ssl_enabled", false);
        Optional<Path> certificate = file("ssl_cert_path", enabled, server, settings);
        Optional<Path> key = file("ssl_key_path", enabled, server, settings);
        if (!enabled || certificate.isEmpty() || key.isEmpty()) {
            return null;
        }
        List<X509Certificate> chain;
        String certificates = "";
        try {
            certificates = certificateBlocks(Files.readString(certificate.get(), StandardCharsets.ISO_8859_1));
            chain = PemUtils.parseCertificate(certificates);
        } catch (RuntimeException | IOException e) {
            chain = List.of();
        }
        if (chain.isEmpty()) {
            server.fault("ssl_cert_path", "the file holds no readable PEM certificate");
            return null;
        }
        warn(server, chain, settings.time().now());
        if (SecretFile.isOpenToOthers(key.get())) {
            server.warn("ssl_key_path", SecretFile.WARNING);
        }
        try {
            String privateKey = keyBlock(Files.readString(key.get(), StandardCharsets.ISO_8859_1));
            if (fits(PemUtils.parsePrivateKey(privateKey), chain.get(0).getPublicKey())) {
                return SSLFactory.builder()
                        .withIdentityMaterial(PemUtils.parseIdentityMaterial(certificates, privateKey, null))
                        .build()
                        .getSslContext();
            }
        } catch (RuntimeException | GeneralSecurityException | IOException e) {
            // the same fault: what is wrong inside a key is nobody's business
        }
        server.fault("ssl_key_path", "the file holds no unencrypted PEM private key that fits the certificate");
        return null;
    }

    /** The certificates themselves, without what stands beside them: keys, parameters, a byte order mark, what a program says. */
    private static String certificateBlocks(String pem) {
        return CERTIFICATE.matcher(pem).results().map(MatchResult::group).collect(Collectors.joining("\n"));
    }

    /** The key itself, without what stands beside it: EC parameters, certificates, what a program says of them. */
    private static String keyBlock(String pem) {
        Matcher block = KEY.matcher(pem);
        return block.find() ? block.group() : pem;
    }

    private static void warn(ConfigSection server, List<X509Certificate> chain, Instant now) {
        for (int i = 0; i < chain.size(); i++) {
            X509Certificate certificate = chain.get(i);
            Instant end = certificate.getNotAfter().toInstant();
            Instant begin = certificate.getNotBefore().toInstant();
            String which = i == 0 ? "the certificate" : "a certificate of the chain";
            if (now.isAfter(end)) {
                server.warn("ssl_cert_path", which + " has expired at " + Timestamp.of(end) + "; clients refuse it");
            } else if (now.isBefore(begin)) {
                server.warn("ssl_cert_path", which + " is good from " + Timestamp.of(begin) + " on; clients refuse it");
            }
        }
    }

    /** Whether the two belong together: what one signs the other must confirm. */
    private static boolean fits(PrivateKey privateKey, PublicKey publicKey) throws GeneralSecurityException {
        String algorithm = switch (privateKey.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC", "ECDSA" -> "SHA256withECDSA";
            default -> privateKey.getAlgorithm();
        };
        byte[] sample = {1, 2, 3};
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(privateKey);
        signature.update(sample);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update(sample);
        return signature.verify(signed);
    }

    private static Optional<Path> file(String key, boolean needed, ConfigSection server, ModuleSettings settings) {
        Optional<String> text = server.text(key);
        if (!needed) {
            return Optional.empty();
        }
        if (text.isEmpty()) {
            server.fault(key, "is needed when ssl_enabled is true");
            return Optional.empty();
        }
        try {
            Path path = settings.watched(text.get());
            if (Files.isReadable(path) && Files.isRegularFile(path)) {
                return Optional.of(path);
            }
        } catch (InvalidPathException e) {
            // falls through to the same fault
        }
        server.fault(key, "is not a readable file");
        return Optional.empty();
    }
}
