package io.mychat.gateway.spi.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads what openssl has written; the files lie beside this class. */
class PemFileTest {

    @TempDir
    Path directory;

    private static String text(String name) {
        try (InputStream in = Objects.requireNonNull(PemFileTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private PemFile file(String text) throws IOException, PemException {
        return PemFile.read(Files.writeString(directory.resolve("file.pem"), text));
    }

    private static boolean belongTogether(String algorithm, PrivateKey one, PublicKey other)
            throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(one);
        signature.update((byte) 1);
        byte[] signed = signature.sign();
        signature.initVerify(other);
        signature.update((byte) 1);
        return signature.verify(signed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa.pkcs8.pem", "rsa.pkcs1.pem"})
    void anRsaKeyIsReadInBothForms(String name) throws Exception {
        RSAPrivateKey key = file(text(name)).privateKey(RSAPrivateKey.class);

        assertThat(belongTogether(
                        "SHA256withRSA", key, file(text("rsa.public.pem")).publicKey(RSAPublicKey.class)))
                .isTrue();
        assertThat(belongTogether(
                        "SHA256withRSA",
                        key,
                        file(text("rsa.cert.pem")).certificates().get(0).getPublicKey()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec.pkcs8.pem", "ec.sec1.pem", "ec.sec1-private-only.pem", "ec.parameters-sec1.pem"})
    void anEcKeyIsReadInEachForm(String name) throws Exception {
        ECPrivateKey key = file(text(name)).privateKey(ECPrivateKey.class);

        assertThat(belongTogether(
                        "SHA256withECDSA", key, file(text("ec.public.pem")).publicKey(ECPublicKey.class)))
                .isTrue();
    }

    @Test
    void aSec1KeyWithoutACurveTakesItFromTheParameters() throws Exception {
        // 30 25 02 01 01 04 20 <32 bytes>: what RFC 5915 calls optional is left out.
        byte[] scalar = new byte[32];
        scalar[31] = 5;
        byte[] sec1 = new byte[39];
        System.arraycopy(new byte[] {0x30, 0x25, 2, 1, 1, 4, 0x20}, 0, sec1, 0, 7);
        System.arraycopy(scalar, 0, sec1, 7, 32);
        String key = "-----BEGIN EC PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(sec1)
                + "\n-----END EC PRIVATE KEY-----\n";
        String parameters = text("ec.parameters-sec1.pem").replaceAll("(?s)-----BEGIN EC PRIVATE.*", "");

        assertThat(file(parameters + key).privateKey(ECPrivateKey.class).getS()).isEqualTo(5);
        assertThatThrownBy(() -> file(key).privateKey(ECPrivateKey.class)).isInstanceOf(PemException.class);
    }

    @Test
    void anEdwardsKeyIsRead() throws Exception {
        assertThat(belongTogether(
                        "EdDSA",
                        file(text("ed25519.pkcs8.pem")).privateKey(EdECPrivateKey.class),
                        file(text("ed25519.public.pem")).publicKey(EdECPublicKey.class)))
                .isTrue();
    }

    @Test
    void aChainKeepsItsOrderAmongOtherBlocksAndText() throws Exception {
        PemFile file = file("\uFEFF" + text("ec.parameters-sec1.pem") + "subject=CN = ec\n" + text("ec.cert.pem")
                + text("rsa.cert.pem"));

        assertThat(file.certificates())
                .extracting(X509Certificate::getSubjectX500Principal)
                .extracting(Object::toString)
                .containsExactly("CN=ec of a test", "CN=rsa of a test");
        assertThat(file.privateKey(PrivateKey.class)).isInstanceOf(ECPrivateKey.class);
    }

    @Test
    void aKeyOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> file(text("ec.pkcs8.pem")).privateKey(RSAPrivateKey.class))
                .isInstanceOf(PemException.class)
                .hasMessageEndingWith("file.pem holds no key of the kind that the algorithm needs");
        assertThatThrownBy(() -> file(text("rsa.public.pem")).publicKey(ECPublicKey.class))
                .isInstanceOf(PemException.class);
    }

    @Test
    void anEncryptedKeyIsDecryptedByItsPassphrase() throws Exception {
        assertThat(file(text("ec.encrypted-aes256.pem")).privateKey(PrivateKey.class, Optional.of("secret")))
                .isEqualTo(file(text("ec.pkcs8.pem")).privateKey(PrivateKey.class));
        assertThat(file(text("rsa.encrypted-sha512.pem")).privateKey(PrivateKey.class, Optional.of("secret")))
                .isEqualTo(file(text("rsa.pkcs8.pem")).privateKey(PrivateKey.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"another one", "", "密码"})
    void aWrongPassphraseIsRefused(String passphrase) {
        assertThatThrownBy(() ->
                        file(text("ec.encrypted-aes256.pem")).privateKey(PrivateKey.class, Optional.of(passphrase)))
                .isInstanceOf(PemException.class)
                .hasMessageContaining("its passphrase is another one")
                .hasNoCause();
    }

    @Test
    void anEncryptedKeyWithoutAPassphraseIsRefused() {
        assertThatThrownBy(() -> file(text("ec.encrypted-aes256.pem")).privateKey(PrivateKey.class))
                .isInstanceOf(PemException.class)
                .hasMessageEndingWith("holds an encrypted key: set its passphrase");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec.encrypted-scrypt.pem", "ec.encrypted-pbes1.pem", "rsa.encrypted-traditional.pem"})
    void otherEncryptionsAreRefusedWithTheConversion(String name) {
        assertThatThrownBy(() -> file(text(name)).privateKey(PrivateKey.class, Optional.of("secret")))
                .isInstanceOf(PemException.class)
                .hasMessageContaining("openssl pkcs8 -topk8 -v2 aes-256-cbc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-----BEGIN PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----",
                "-----BEGIN EC PRIVATE KEY-----\nMP8=\n-----END EC PRIVATE KEY-----",
                "-----BEGIN EC PRIVATE KEY-----\n-----END EC PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nMAA=\n-----END RSA PRIVATE KEY-----"
            })
    void whatIsNoKeyIsRefused(String text) {
        assertThatThrownBy(() -> file(text).privateKey(PrivateKey.class)).isInstanceOf(PemException.class);
        assertThatThrownBy(() -> file(text).publicKey(PublicKey.class)).isInstanceOf(PemException.class);
        assertThatThrownBy(() -> file(text).certificates()).isInstanceOf(PemException.class);
    }

    @Test
    void aFileThatIsNotThereOrNoFileIsRefused() {
        assertThatThrownBy(() -> PemFile.read(directory.resolve("absent")))
                .isInstanceOf(PemException.class)
                .hasMessageEndingWith("absent does not exist");
        assertThatThrownBy(() -> PemFile.read(directory))
                .isInstanceOf(PemException.class)
                .hasMessageEndingWith("is not a regular file");
    }
}
