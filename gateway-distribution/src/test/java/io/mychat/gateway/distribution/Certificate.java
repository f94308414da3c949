package io.mychat.gateway.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for 127.0.0.1, as openssl makes it.
 *
 * @param both the chain and the key in one file, as HAProxy wants it
 */
record Certificate(Path chain, Path key, Path both) {

    static Certificate create(Path directory) throws IOException, InterruptedException {
        Path chain = directory.resolve("cert.pem");
        Path key = directory.resolve("key.pem");
        CommandResult.outputOf(
                directory,
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=IP:127.0.0.1,DNS:localhost",
                "-out",
                chain.toString(),
                "-keyout",
                key.toString());
        Path both = Files.writeString(directory.resolve("both.pem"), Files.readString(chain) + Files.readString(key));
        return new Certificate(chain, key, both);
    }

    /** What clients need to trust it. */
    SSLContext trust() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream input = Files.newInputStream(chain)) {
            store.setCertificateEntry(
                    "gateway", CertificateFactory.getInstance("X.509").generateCertificate(input));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
