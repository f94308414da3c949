package io.mychat.gateway.attack.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.testkit.TestAuthority;
import io.mychat.gateway.testkit.TestAuthority.Order;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code openssl s_client} gets on both ports. With {@code -Pops}; without openssl it fails. */
@Tag("ops")
class OpensslTest {

    /** By openssl's names. */
    private static final Set<String> INTERMEDIATE = Set.of(
            "ECDHE-ECDSA-AES128-GCM-SHA256",
            "ECDHE-RSA-AES128-GCM-SHA256",
            "ECDHE-ECDSA-AES256-GCM-SHA384",
            "ECDHE-RSA-AES256-GCM-SHA384",
            "ECDHE-ECDSA-CHACHA20-POLY1305",
            "ECDHE-RSA-CHACHA20-POLY1305");

    private static final String EVERYTHING = "ALL:eNULL:@SECLEVEL=0";

    @TempDir
    Path directory;

    private final TestAuthority authority = new TestAuthority();
    private Path trusted = Path.of("");

    private record Result(int exitCode, String output) {

        boolean isConnected() {
            return exitCode == 0 && output.contains("Verify return code: 0 (ok)");
        }
    }

    @BeforeAll
    static void findOpenssl() throws Exception {
        assertThat(run("", "openssl", "version").output()).startsWith("OpenSSL ");
    }

    @BeforeEach
    void trust() {
        trusted = authority.writeTo(directory.resolve("authority.crt"));
    }

    private static Result run(String input, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().write(input.getBytes(UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), output);
    }

    private Result connect(InetSocketAddress port, String... options) throws Exception {
        return talk("Q\n", port, options);
    }

    private Result talk(String input, InetSocketAddress port, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "openssl", "s_client", "-connect", "127.0.0.1:" + port.getPort(), "-CAfile", trusted.toString()));
        command.addAll(List.of(options));
        return run(input, command.toArray(String[]::new));
    }

    private static List<String> ciphers(String list) throws Exception {
        return List.of(run("", "openssl", "ciphers", "-s", "-tls1_2", list)
                .output()
                .strip()
                .split(":", -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void onlyTheIntermediateConfigurationIsSpoken(String algorithm) throws Exception {
        String kind = algorithm.equals("EC") ? "ECDSA" : "RSA";
        List<String> weak = ciphers(EVERYTHING).stream()
                .filter(cipher -> !INTERMEDIATE.contains(cipher))
                .toList();
        assertThat(weak).hasSizeGreaterThan(50);
        try (TlsGateway gateway = new TlsGateway(directory, authority, algorithm, builder -> builder)) {
            for (InetSocketAddress port : gateway.ports()) {
                for (String version : List.of("-tls1", "-tls1_1")) {
                    assertThat(connect(port, version, "-cipher", EVERYTHING))
                            .as(version)
                            .satisfies(result -> {
                                assertThat(result.isConnected()).isFalse();
                                assertThat(result.output()).contains("alert protocol version");
                            });
                }
                for (String cipher : INTERMEDIATE) {
                    assertThat(connect(port, "-tls1_2", "-cipher", cipher).isConnected())
                            .as(cipher)
                            .isEqualTo(cipher.contains(kind));
                }
                for (String cipher :
                        List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256")) {
                    assertThat(connect(port, "-tls1_3", "-ciphersuites", cipher).isConnected())
                            .as(cipher)
                            .isTrue();
                }
                for (String cipher : List.of("TLS_AES_128_CCM_SHA256", "TLS_AES_128_CCM_8_SHA256")) {
                    assertThat(connect(port, "-tls1_3", "-ciphersuites", cipher).isConnected())
                            .as(cipher)
                            .isFalse();
                }
                for (String cipher : weak) {
                    assertThat(connect(port, "-tls1_2", "-cipher", cipher + ":@SECLEVEL=0"))
                            .as(cipher)
                            .satisfies(result -> {
                                assertThat(result.isConnected()).isFalse();
                                assertThat(result.output()).contains("handshake failure");
                            });
                }
            }
        }
    }

    @Test
    void noConnectionIsCompressedOrRenegotiated() throws Exception {
        try (TlsGateway gateway = new TlsGateway(directory, authority, "RSA", builder -> builder)) {
            for (InetSocketAddress port : gateway.ports()) {
                assertThat(connect(port, "-tls1_2", "-comp").output())
                        .contains(
                                "Compression: NONE",
                                "Secure Renegotiation IS supported",
                                "Extended master secret: yes");
                assertThat(talk("R\nR\nR\nQ\n", port, "-tls1_2", "-no_ticket").output())
                        .contains("RENEGOTIATING", "handshake failure");
            }
        }
    }

    @Test
    void aPortThatDemandsCertificatesServesTheOwnersOfOne() throws Exception {
        Path certificate = directory.resolve("client.crt");
        Path key = directory.resolve("client.key");
        Path foreignCertificate = directory.resolve("foreign.crt");
        Path foreignKey = directory.resolve("foreign.key");
        authority.issue(Order.client("c", "https://c.example/")).write(certificate, key);
        new TestAuthority().issue(Order.client("c", "https://c.example/")).write(foreignCertificate, foreignKey);
        try (TlsGateway gateway = new TlsGateway(
                directory,
                authority,
                "EC",
                builder -> builder.setting("tls.client_ca_file", trusted)
                        .setting("tls.client_auth.websocket", "need")
                        .setting("tls.client_auth.http", "need"))) {
            for (InetSocketAddress port : gateway.ports()) {
                String request = "GET /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
                for (String version : List.of("-tls1_2", "-tls1_3")) {
                    assertThat(answer(request, port, version, "-cert", certificate.toString(), "-key", key.toString()))
                            .contains("HTTP/1.1 404 ");
                    assertThat(answer(request, port, version)).doesNotContain("HTTP/1.1");
                    assertThat(answer(
                                    request,
                                    port,
                                    version,
                                    "-cert",
                                    foreignCertificate.toString(),
                                    "-key",
                                    foreignKey.toString()))
                            .doesNotContain("HTTP/1.1");
                }
            }
        }
    }

    private String answer(String request, InetSocketAddress port, String version, String... more) throws Exception {
        List<String> options = new ArrayList<>(List.of(version, "-quiet", "-ign_eof"));
        options.addAll(List.of(more));
        return talk(request, port, options.toArray(String[]::new)).output();
    }
}
