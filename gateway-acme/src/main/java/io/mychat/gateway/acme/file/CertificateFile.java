package io.mychat.gateway.acme.file;

import io.mychat.gateway.spi.config.CertifiedKey;
import io.mychat.gateway.spi.config.PemException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The file that the gateway's TLS reads: the key, the certificate and its issuers in one, so that a renewal replaces all
 * of them at once. Its first line names the authority. One thread writes; readers in any process see whole contents.
 */
public final class CertificateFile {

    private static final String ORIGIN = "Obtained by gateway-acme from ";
    private static final int DNS_NAME = 2;
    /** More than a key and a long chain need. */
    private static final int PROBE_BYTES = 32 * 1024;

    private final Path file;

    public CertificateFile(Path file) {
        this.file = file;
    }

    /**
     * What the file holds.
     *
     * @param authority the directory's URL; empty for a file that something else has written
     */
    public record Content(CertifiedKey identity, Optional<String> authority) {

        /** Whether the certificate is for these names, perhaps among others. */
        public boolean isFor(Collection<String> domains) {
            return names(identity.certificate()).containsAll(domains);
        }

        private static Set<String> names(X509Certificate certificate) {
            try {
                Collection<List<?>> names = certificate.getSubjectAlternativeNames();
                return (names == null ? List.<List<?>>of() : names)
                        .stream()
                                .filter(name -> name.get(0).equals(DNS_NAME))
                                .map(name -> name.get(1).toString().toLowerCase(Locale.ROOT))
                                .collect(Collectors.toSet());
            } catch (CertificateParsingException e) {
                return Set.of();
            }
        }
    }

    public Path path() {
        return file;
    }

    /** Empty when there is no file, or none that could be used. Blocks. */
    public Optional<Content> read() {
        try {
            CertifiedKey identity = CertifiedKey.read(file, file, Optional.empty());
            try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
                Optional<String> authority = lines.findFirst()
                        .filter(line -> line.startsWith(ORIGIN))
                        .map(line -> line.substring(ORIGIN.length()));
                return Optional.of(new Content(identity, authority));
            }
        } catch (PemException | IOException e) {
            return Optional.empty();
        }
    }

    /** Fails when the file could not be replaced now: a full disk, a missing directory or permission. Blocks. */
    public void probe() throws IOException {
        StateFiles.probe(file, PROBE_BYTES);
    }

    /** Replaces the file. Blocks. */
    public void write(CertifiedKey identity, URI authority) throws IOException {
        StringBuilder text = new StringBuilder()
                .append(ORIGIN)
                .append(authority.toASCIIString())
                .append('\n')
                .append(Pem.block("PRIVATE KEY", identity.key().getEncoded()));
        try {
            for (X509Certificate certificate : identity.chain()) {
                text.append(Pem.block("CERTIFICATE", certificate.getEncoded()));
            }
        } catch (CertificateEncodingException e) {
            throw new IOException("the authority's certificate cannot be written", e);
        }
        StateFiles.write(file, text.toString(), StateFiles.Readers.OWNER);
    }
}
