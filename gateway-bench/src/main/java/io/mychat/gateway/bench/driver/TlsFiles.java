package io.mychat.gateway.bench.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/** A fresh certificate on P-256 for all servers of a comparison, as PEM files that the end of this JVM deletes. */
public final class TlsFiles {

    private static final String PASSWORD = "gateway-bench";

    private TlsFiles() {}

    /** Writes {@code cert.pem} and {@code key.pem} with the JDK's {@code keytool}; returns their directory. */
    public static Path create() throws IOException {
        Path directory = Files.createTempDirectory("gateway-bench");
        directory.toFile().deleteOnExit();
        Path store = directory.resolve("keys.p12");
        boolean made = Tool.run(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1"));
        if (!made) {
            throw new IOException("keytool has failed");
        }
        try {
            KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            write(
                    directory.resolve("cert.pem"),
                    "CERTIFICATE",
                    keys.getCertificate("server").getEncoded());
            write(
                    directory.resolve("key.pem"),
                    "PRIVATE KEY",
                    keys.getKey("server", PASSWORD.toCharArray()).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IOException("keytool's file is not readable", e);
        } finally {
            Files.deleteIfExists(store);
        }
        return directory;
    }

    private static void write(Path file, String type, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.createFile(file);
        file.toFile().deleteOnExit();
        boolean own = file.toFile().setReadable(false, false) && file.toFile().setReadable(true, true);
        if (!own) {
            throw new IOException("cannot keep " + file + " from others");
        }
        Files.writeString(
                file,
                "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n",
                StandardCharsets.US_ASCII);
    }
}
