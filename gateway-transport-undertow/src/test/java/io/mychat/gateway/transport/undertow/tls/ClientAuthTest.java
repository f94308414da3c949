package io.mychat.gateway.transport.undertow.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestAuthority;
import io.mychat.gateway.testkit.TestAuthority.Issued;
import io.mychat.gateway.testkit.TestAuthority.Order;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates of clients, over real TLS. */
final class ClientAuthTest {

    @TempDir
    Path directory;

    private TlsFixture tls;
    private HttpTransport http;
    private InetSocketAddress address;
    private Issued ops;

    @BeforeEach
    void start() throws IOException {
        tls = new TlsFixture(directory, new ManualTime());
        tls.authority.writeTo(directory.resolve("clients.pem"));
        ops = tls.authority.issue(Order.client("ops", "https://ops.example/"));
        http = tls.adapters.one(HttpTransport.class);
        address = ShownCertificates.start(http);
    }

    @AfterEach
    void stop() throws Exception {
        tls.close();
    }

    private List<String> ask(String what) {
        return tls.reload(Map.of("client_auth", Map.of("http", what), "client_ca_file", "clients.pem"));
    }

    /** Whom the server sees. */
    private String seen(SSLContext client, String protocol) throws Exception {
        return ShownCertificates.seen(address, client, protocol);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aNeededCertificateIsShownToTheEndpoint(String protocol) throws Exception {
        ask("need");

        assertThat(seen(tls.authority.client(ops), protocol)).isEqualTo("CN=ops");
        assertThatThrownBy(() -> seen(tls.authority.client(), protocol)).isInstanceOf(IOException.class);
        // Another port asks for nothing.
        tls.connect(tls.authority.client(), protocol).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aWantedCertificateMayBeLeftOut(String protocol) throws Exception {
        ask("want");

        assertThat(seen(tls.authority.client(ops), protocol)).isEqualTo("CN=ops");
        assertThat(seen(tls.authority.client(), protocol)).isEqualTo("nobody");
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefused() throws Exception {
        ask("want");
        Issued foreign = new TestAuthority().issue(Order.client("ops", "https://ops.example/"));
        Issued expired = tls.authority.issue(
                Order.client("ops", "https://ops.example/").valid(Duration.ofDays(-9), Duration.ofDays(-1)));

        for (Issued wrong : List.of(foreign, expired)) {
            assertThatThrownBy(() -> seen(tls.authority.client(wrong), "TLSv1.2"))
                    .isInstanceOf(IOException.class);
        }
        assertThat(seen(tls.authority.client(ops), "TLSv1.2")).isEqualTo("CN=ops");
    }

    @Test
    void withoutTheSettingNobodyIsAsked() throws Exception {
        assertThat(seen(tls.authority.client(ops), "TLSv1.3")).isEqualTo("nobody");
    }

    @Test
    void anotherAuthorityAppliesFromTheNextConnectionOn() throws Exception {
        ask("need");
        SSLContext client = tls.authority.client(ops);
        assertThat(seen(client, "TLSv1.3")).isEqualTo("CN=ops");
        new TestAuthority().writeTo(directory.resolve("clients.pem"));

        assertThat(ask("need")).containsExactly("$.tls.client_ca_file");

        // Not even a session that was made before is resumed.
        assertThatThrownBy(() -> seen(client, "TLSv1.3")).isInstanceOf(IOException.class);
    }
}
