package io.mychat.gateway.transport.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.MapSection;
import io.mychat.gateway.testkit.TestCertificates;
import io.mychat.gateway.transport.common.TransportSettings;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UndertowModuleProviderTest {

    @TempDir
    Path directory;

    private Map<String, String> faults(Map<String, Object> values) {
        MapSection section = new MapSection(new UndertowModuleProvider(), "server", values);
        new UndertowModuleProvider().configure(section.in(directory, new ManualTime()));
        return section.faults().stream()
                .map(fault -> fault.split(": ", 2))
                .collect(Collectors.toMap(parts -> parts[0].replace("server.", ""), parts -> parts[1]));
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(ModuleProvider.class))
                .filteredOn(provider -> provider instanceof UndertowModuleProvider)
                .singleElement()
                .satisfies(provider -> {
                    assertThat(provider.name()).isEqualTo("gateway-transport-undertow");
                    assertThat(provider.sections()).containsExactlyInAnyOrder("server", "tls");
                });
    }

    @Test
    void goodKeysAreNoFault() throws Exception {
        TestCertificates keys = TestCertificates.forLoopback(directory);
        assertThat(faults(Map.of("ssl_enabled", true, "ssl_cert_path", "cert.pem", "ssl_key_path", "key.pem")))
                .isEmpty();
        assertThat(TransportSettings.read(new MapSection(
                                        new UndertowModuleProvider(),
                                        "server",
                                        Map.of(
                                                "ssl_enabled", true,
                                                "ssl_cert_path",
                                                        keys.certificate().toString(),
                                                "ssl_key_path", keys.key().toString()))
                                .in(directory, new ManualTime()))
                        .tls())
                .isNotNull();
    }

    @Test
    void withoutTlsNoFileIsOpened() {
        assertThat(faults(Map.of("ssl_cert_path", "absent.pem"))).isEmpty();
    }

    @Test
    void missingFilesAndPathsAreFaults() {
        assertThat(faults(Map.of("ssl_enabled", true))).containsOnlyKeys("ssl_cert_path", "ssl_key_path");
        assertThat(faults(Map.of("ssl_enabled", true, "ssl_cert_path", "a", "ssl_key_path", "b\0")))
                .containsOnlyKeys("ssl_cert_path", "ssl_key_path");
    }

    @Test
    void filesThatHoldSomethingElseAreFaults() throws Exception {
        TestCertificates.forLoopback(directory);
        Files.writeString(directory.resolve("other"), "something else");
        assertThat(faults(Map.of("ssl_enabled", true, "ssl_cert_path", "other", "ssl_key_path", "key.pem")))
                .containsOnlyKeys("ssl_cert_path");
        assertThat(faults(Map.of("ssl_enabled", true, "ssl_cert_path", "cert.pem", "ssl_key_path", "other")))
                .containsOnlyKeys("ssl_key_path");
    }

    @Test
    void aKeyThatDoesNotFitTheCertificateIsAFault() throws Exception {
        TestCertificates.forLoopback(directory);
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        TestCertificates.forLoopback(elsewhere);
        assertThat(faults(
                        Map.of("ssl_enabled", true, "ssl_cert_path", "cert.pem", "ssl_key_path", "elsewhere/key.pem")))
                .containsOnlyKeys("ssl_key_path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256k1.pem", "rsa512.pem"})
    void keysThatNoHandshakeSucceedsWithAreAFault(String name) throws Exception {
        try (InputStream keys = Objects.requireNonNull(getClass().getResourceAsStream(name))) {
            Files.copy(keys, directory.resolve(name));
        }
        assertThat(faults(Map.of("ssl_enabled", true, "ssl_cert_path", name, "ssl_key_path", name)))
                .hasSize(1);
    }

    @Test
    void anEcKeyBehindItsParametersIsRead() throws Exception {
        TestCertificates keys = TestCertificates.forLoopback(directory);

        assertThat(faults(Map.of("ssl_enabled", true, "ssl_cert_path", "cert.pem", "ssl_key_path", "sec1.pem")))
                .isEmpty();
        Files.writeString(
                keys.certificate(),
                "Bag Attributes\n    friendlyName: test\n" + Files.readString(keys.key())
                        + Files.readString(keys.certificate()));
        assertThat(faults(Map.of("ssl_enabled", true, "ssl_cert_path", "cert.pem", "ssl_key_path", "cert.pem")))
                .isEmpty();
    }

    @Test
    void oneFileMayHoldParametersKeyAndCertificate() throws Exception {
        TestCertificates keys = TestCertificates.forLoopback(directory);
        Files.writeString(
                directory.resolve("all.pem"),
                "\uFEFF" + Files.readString(directory.resolve("sec1.pem")) + Files.readString(keys.certificate()));
        Files.writeString(directory.resolve("marked.pem"), "\uFEFF" + Files.readString(keys.certificate()));

        assertThat(faults(Map.of("ssl_enabled", true, "ssl_cert_path", "all.pem", "ssl_key_path", "all.pem")))
                .isEmpty();
        assertThat(faults(Map.of("ssl_enabled", true, "ssl_cert_path", "marked.pem", "ssl_key_path", "sec1.pem")))
                .isEmpty();
    }

    @Test
    void aCertificateThatHasExpiredIsAWarning() throws Exception {
        ManualTime time = new ManualTime();
        TestCertificates.forLoopback(directory);
        MapSection section = new MapSection(
                new UndertowModuleProvider(),
                "server",
                Map.of("ssl_enabled", true, "ssl_cert_path", "cert.pem", "ssl_key_path", "key.pem"));
        time.advance(Duration.between(time.now(), Instant.now().plus(Duration.ofDays(2))));

        new UndertowModuleProvider().configure(section.in(directory, time));

        assertThat(section.faults()).isEmpty();
        assertThat(section.warnings())
                .anySatisfy(
                        warning -> assertThat(warning).startsWith("server.ssl_cert_path: the certificate expired at "));
    }

    @Test
    void aKeyThatOthersCanReadIsAWarning() throws Exception {
        TestCertificates keys = TestCertificates.forLoopback(directory);
        Files.setPosixFilePermissions(keys.key(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(warnings()).anySatisfy(warning -> assertThat(warning).startsWith("server.ssl_key_path: "));

        Files.setPosixFilePermissions(keys.key(), PosixFilePermissions.fromString("rw-r-----"));
        assertThat(warnings()).noneSatisfy(warning -> assertThat(warning).startsWith("server.ssl_key_path: "));
    }

    private List<String> warnings() {
        MapSection section = new MapSection(
                new UndertowModuleProvider(),
                "server",
                Map.of("ssl_enabled", true, "ssl_cert_path", "cert.pem", "ssl_key_path", "key.pem"));
        new UndertowModuleProvider().configure(section.in(directory, new ManualTime()));
        return section.warnings();
    }

    @Test
    void anEncryptedKeyNeedsItsPassphrase() throws Exception {
        for (String name : List.of("encrypted.pem", "encrypted.cert.pem")) {
            try (InputStream keys = Objects.requireNonNull(getClass().getResourceAsStream(name))) {
                Files.copy(keys, directory.resolve(name));
            }
        }
        assertThat(encrypted(Map.of()))
                .singleElement()
                .satisfies(fault -> assertThat(fault)
                        .startsWith("server.ssl_key_path: ")
                        .endsWith("set its passphrase in tls.key_passphrase"));
        assertThat(encrypted(Map.of("key_passphrase", "another")))
                .singleElement()
                .satisfies(fault ->
                        assertThat(fault).contains("passphrase is another one").doesNotContain("another another"));
        assertThat(encrypted(Map.of("key_passphrase", "secret"))).isEmpty();
    }

    private List<String> encrypted(Map<String, Object> tls) {
        MapSection section = new MapSection(
                new UndertowModuleProvider(),
                "server",
                Map.of("ssl_enabled", true, "ssl_cert_path", "encrypted.cert.pem", "ssl_key_path", "encrypted.pem"));
        new UndertowModuleProvider()
                .configure(section.in(
                        directory, new ManualTime(), new MapSection(new UndertowModuleProvider(), "tls", tls)));
        return section.faults();
    }

    @Test
    void unknownVersionsAndCiphersAreFaults() throws Exception {
        TestCertificates.forLoopback(directory);

        assertThat(tlsFaults(Map.of("protocols", List.of("TLSv1.1"), "ciphers", List.of("TLS_NONSENSE"))))
                .satisfiesExactly(
                        fault -> assertThat(fault)
                                .startsWith("tls.protocols: has unknown names: TLSv1.1; known are TLSv1.2, TLSv1.3"),
                        fault -> assertThat(fault).startsWith("tls.ciphers: has unknown names: TLS_NONSENSE"));
        assertThat(tlsFaults(Map.of("protocols", List.of()))).hasSize(1);
        assertThat(tlsFaults(Map.of("ciphers", List.of("TLS_AES_128_GCM_SHA256"))))
                .singleElement()
                .satisfies(fault -> assertThat(fault).startsWith("tls.ciphers: has no cipher for TLSv1.2"));
    }

    @Test
    void clientCertificatesNeedAnAuthority() throws Exception {
        TestCertificates.forLoopback(directory);

        assertThat(tlsFaults(Map.of("client_auth", Map.of("http", "need"))))
                .singleElement()
                .satisfies(fault -> assertThat(fault).startsWith("tls.client_ca_file: is required"));
        assertThat(tlsFaults(Map.of("client_auth", Map.of("http", "need"), "client_ca_file", "absent.pem")))
                .singleElement()
                .satisfies(fault -> assertThat(fault).contains("absent.pem does not exist"));
        assertThat(tlsFaults(Map.of("client_auth", Map.of("http", "need"), "client_ca_file", "ca.pem")))
                .isEmpty();
    }

    private List<String> tlsFaults(Map<String, Object> values) {
        MapSection tls = new MapSection(new UndertowModuleProvider(), "tls", values);
        MapSection server = new MapSection(
                new UndertowModuleProvider(),
                "server",
                Map.of("ssl_enabled", true, "ssl_cert_path", "cert.pem", "ssl_key_path", "key.pem"));
        new UndertowModuleProvider().configure(server.in(directory, new ManualTime(), tls));
        return tls.faults();
    }
}
