package io.mychat.gateway.acme.issue;

import io.mychat.gateway.acme.file.Pem;
import io.mychat.gateway.acme.file.StateFiles;
import io.mychat.gateway.acme.file.StateFiles.Readers;
import io.mychat.gateway.spi.config.PemException;
import io.mychat.gateway.spi.config.PemFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;

/** The key of the account at the authority, in a file. */
final class AccountKey {

    private AccountKey() {}

    /**
     * Reads the key, or makes one when there is no file. A file that cannot be read is not replaced: an account would be
     * lost with it. Blocks.
     */
    static KeyPair in(Path file) throws IOException {
        if (Files.exists(file)) {
            try {
                PemFile pem = PemFile.read(file);
                return new KeyPair(pem.publicKey(ECPublicKey.class), pem.privateKey(ECPrivateKey.class));
            } catch (PemException e) {
                throw new IOException(
                        e.getMessage() + "; restore the account's key, or remove the file for a new account");
            }
        }
        KeyPair made = KeyType.EC.generate();
        StateFiles.write(
                file,
                Pem.block("PRIVATE KEY", made.getPrivate().getEncoded())
                        + Pem.block("PUBLIC KEY", made.getPublic().getEncoded()),
                Readers.OWNER);
        return made;
    }
}
