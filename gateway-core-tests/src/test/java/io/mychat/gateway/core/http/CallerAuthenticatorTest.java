package io.mychat.gateway.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.config.reading.ConfigFixture;
import io.mychat.gateway.core.config.security.ApiKey;
import io.mychat.gateway.core.config.security.ClientCertificate;
import io.mychat.gateway.core.login.TokenAuthenticator;
import io.mychat.gateway.core.security.ClientAddress;
import io.mychat.gateway.core.security.login.CredentialThrottle;
import io.mychat.gateway.core.security.login.LoginLimits;
import io.mychat.gateway.spi.auth.LoginFailures;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.testkit.ManualTime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

/** Who may read the metrics; the other rules are tested over whole gateways. */
class CallerAuthenticatorTest {

    private static final String KEY_SHA256 =
            "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683"; // of key

    private boolean localMetrics = true;

    private final CallerAuthenticator callerAuthenticator = new CallerAuthenticator(
            Mockito.mock(TokenAuthenticator.class),
            () -> new MachineCallers(
                    List.of(new ApiKey("monitor", KEY_SHA256, Set.of())),
                    List.of(
                            new ClientCertificate(
                                    "ops", Optional.of("CN=ops, O=Example"), Optional.empty(), Set.of("admin")),
                            new ClientCertificate(
                                    "billing", Optional.empty(), Optional.of("spiffe://example/billing"), Set.of()))),
            request -> new ClientAddress.Known(InetAddress.getLoopbackAddress()),
            () -> localMetrics,
            new CredentialGuard(
                    new CredentialThrottle(
                            () -> LoginLimits.of(ConfigFixture.defaults().gateway()),
                            Mockito.mock(LoginFailures.class),
                            new ManualTime()),
                    new ApiAudit(event -> {}, new ManualTime()),
                    ip -> Optional.empty()));

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1"})
    void whoAsksFromThisMachineNeedsNoCredentials(String peer) throws Exception {
        assertThat(callerAuthenticator.admit(request(peer, Map.of()), Access.METRICS))
                .isInstanceOf(Caller.Anybody.class);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, x-forwarded-for",
        "127.0.0.1, x-real-ip",
        "127.0.0.1, forwarded",
        "127.0.0.1, x-forwarded-host",
        "127.0.0.1, x-forwarded",
        "127.0.0.1, via",
        "127.0.0.1, cf-connecting-ip",
        "::1, x-forwarded-for",
        "192.0.2.1, x-other",
        "10.0.0.1, x-other"
    })
    void whoAsksThroughAProxyOrFromElsewhereDoes(String peer, String header) {
        assertThatThrownBy(() ->
                        callerAuthenticator.admit(request(peer, Map.of(header, List.of("127.0.0.1"))), Access.METRICS))
                .isInstanceOfSatisfying(
                        ApiError.class, error -> assertThat(error.status()).isEqualTo(401));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:8081",
                "localhost.",
                "127.0.0.1",
                "127.0.0.1:8081",
                "127.9.9.9:80",
                "[::1]",
                "[::1]:8081",
                "[0:0:0:0:0:0:0:1]:8081",
                "[::ffff:127.0.0.1]:8081"
            })
    void aLoopbackHostIsThisMachine(String host) throws Exception {
        assertThat(callerAuthenticator.admit(request("127.0.0.1", Map.of("host", List.of(host))), Access.METRICS))
                .isInstanceOf(Caller.Anybody.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gateway.example.com",
                "gateway.example.com:8081",
                "localhost.example.com",
                "localhost:8081.example.com",
                "127.0.0.1.nip.io",
                "192.0.2.1",
                "0.0.0.0",
                "[::]",
                "[::1",
                "[::1]x",
                "::1",
                "127.1",
                "2130706433",
                ":8081",
                ""
            })
    void aPublicNameThatLeadsToThisMachineIsNot(String host) {
        refused(request("127.0.0.1", Map.of("host", List.of(host))));
    }

    @Test
    void aPageInABrowserIsNoProgramOfThisMachine() {
        refused(request(
                "127.0.0.1", Map.of("host", List.of("127.0.0.1:8081"), "origin", List.of("http://127.0.0.1:8081"))));
        refused(request("127.0.0.1", Map.of("host", List.of("127.0.0.1:8081"), "origin", List.of("null"))));
    }

    @Test
    void withoutAHostOrWithTwoItIsNotKnown() {
        refused(request("127.0.0.1", Map.of("accept", List.of("*/*"))));
        refused(request("127.0.0.1", Map.of("host", List.of("localhost", "localhost"))));
    }

    @Test
    void behindAProxyNobodyReadsThemWithoutCredentials() {
        localMetrics = false;

        refused(request("127.0.0.1", Map.of()));
    }

    private void refused(HttpRequest request) {
        assertThatThrownBy(() -> callerAuthenticator.admit(request, Access.METRICS))
                .isInstanceOfSatisfying(
                        ApiError.class, error -> assertThat(error.status()).isEqualTo(401));
    }

    @Test
    void anApiKeyReadsThemFromAnywhereAndABadOneFromNowhere() throws Exception {
        assertThat(callerAuthenticator.admit(request("10.0.0.1", Map.of("x-api-key", List.of("key"))), Access.METRICS))
                .isEqualTo(new Caller.Key("monitor", Set.of(), "127.0.0.1"));

        assertThatThrownBy(() -> callerAuthenticator.admit(
                        request("127.0.0.1", Map.of("x-api-key", List.of("guess"))), Access.METRICS))
                .isInstanceOf(ApiError.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ADMIN", "ADMIN_OR_API_KEY", "BEARER"})
    void nothingElseIsOpenToThisMachine(String access) {
        assertThatThrownBy(() -> callerAuthenticator.admit(request("127.0.0.1", Map.of()), Access.valueOf(access)))
                .isInstanceOf(ApiError.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'CN=ops,O=Example', https://other.example/, ADMIN, ops",
        "'CN=ops,O=Example', https://other.example/, ADMIN_OR_API_KEY, ops",
        "CN=somebody, spiffe://example/billing, ADMIN_OR_API_KEY, billing",
        "CN=somebody, spiffe://example/billing, METRICS, billing",
    })
    void aCertificateHasTheRolesOfItsEntry(String subject, String uri, Access access, String name) throws Exception {
        assertThat(callerAuthenticator.admit(shown(subject, uri, Map.of()), access))
                .isInstanceOfSatisfying(
                        Caller.Certificate.class,
                        caller -> assertThat(caller.name()).isEqualTo(name));
        assertThat(callerAuthenticator.maySeeMetricsAtOnce(shown(subject, uri, Map.of())))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "CN=somebody, spiffe://example/billing, ADMIN, 403",
        "'CN=ops,O=Example', https://other.example/, BEARER, 401",
        "'CN=ops,O=Example,C=CN', spiffe://example/billing/x, ADMIN_OR_API_KEY, 401",
    })
    void aCertificateGivesNothingElse(String subject, String uri, Access access, int status) {
        assertThatThrownBy(() -> callerAuthenticator.admit(shown(subject, uri, Map.of()), access))
                .isInstanceOfSatisfying(
                        ApiError.class, error -> assertThat(error.status()).isEqualTo(status));
    }

    @ParameterizedTest
    @ValueSource(strings = {"origin", "x-forwarded-for", "via"})
    void aPageInABrowserAndAClientOfAProxyBorrowNoCertificate(String header) {
        assertThatThrownBy(() -> callerAuthenticator.admit(
                        shown("CN=ops,O=Example", "https://other.example/", Map.of(header, List.of("x"))),
                        Access.ADMIN))
                .isInstanceOfSatisfying(
                        ApiError.class, error -> assertThat(error.status()).isEqualTo(401));
    }

    /** A request from elsewhere over a connection whose client has shown a certificate. */
    private static HttpRequest shown(String subject, String uri, Map<String, List<String>> headers) throws Exception {
        X509Certificate certificate = Mockito.mock(X509Certificate.class);
        Mockito.when(certificate.getSubjectX500Principal()).thenReturn(new X500Principal(subject));
        Mockito.when(certificate.getSubjectAlternativeNames()).thenReturn(List.of(List.of(6, uri)));
        return new HttpRequest(
                "GET",
                "/api/system/metrics",
                Map.of(),
                headers,
                new byte[0],
                false,
                new InetSocketAddress("192.0.2.1", 50_000),
                Optional.of(certificate));
    }

    /** With a loopback host unless the headers say otherwise. */
    private static HttpRequest request(String peer, Map<String, List<String>> headers) {
        Map<String, List<String>> all = new TreeMap<>(headers);
        if (!headers.containsKey("host") && !headers.containsKey("accept")) {
            all.put("host", List.of("127.0.0.1:8081"));
        }
        return new HttpRequest(
                "GET", "/api/system/metrics", Map.of(), all, new byte[0], false, new InetSocketAddress(peer, 50_000));
    }
}
