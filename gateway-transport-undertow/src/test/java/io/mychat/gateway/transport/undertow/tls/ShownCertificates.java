package io.mychat.gateway.transport.undertow.tls;

import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.spi.transport.HttpSettings;
import io.mychat.gateway.spi.transport.HttpTransport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** An HTTP port that tells each client whose certificate it has shown. */
final class ShownCertificates {

    private ShownCertificates() {}

    /** Starts the port. */
    static InetSocketAddress start(HttpTransport http) throws IOException {
        return http.start(
                new HttpSettings("127.0.0.1", 0, 100),
                request -> new HttpResponse(
                        200,
                        Map.of(),
                        request.clientCertificate()
                                .map(shown -> shown.getSubjectX500Principal().getName())
                                .orElse("nobody")
                                .getBytes(StandardCharsets.UTF_8)));
    }

    /** Whom the port sees. */
    static String seen(InetSocketAddress address, SSLContext client, String protocol) throws Exception {
        var parameters = client.getDefaultSSLParameters();
        parameters.setProtocols(new String[] {protocol});
        return HttpClient.newBuilder()
                .sslContext(client)
                .sslParameters(parameters)
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + address.getPort() + "/"))
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }
}
