package io.mychat.gateway.transport.jakarta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.spi.transport.HttpSettings;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.transport.RawClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pages of a module for operators reach the gateway, and nothing beside them does. */
final class PagesTest {

    @ParameterizedTest
    @EnumSource(value = TestContainer.Kind.class, names = "TYRUS", mode = EnumSource.Mode.EXCLUDE)
    void requestsForThePagesOfModulesReachTheGateway(TestContainer.Kind kind) throws Exception {
        JakartaMount mount = new JakartaMount();
        try (TestContainer container = kind.create();
                MountedHttp http = mount.http(Transports.SETTINGS, new ManualTime())) {
            InetSocketAddress address = container.start(mount, TestContainer.HostParts.NONE);
            assertThat(get(address, "/desk/")).startsWith("HTTP/1.1 503 ");

            http.start(
                    new HttpSettings("127.0.0.1", 0, 1000),
                    request -> new HttpResponse(
                            200, Map.of("X-Frame-Options", "DENY"), ("path " + request.path()).getBytes(UTF_8)));

            assertThat(get(address, "/desk")).startsWith("HTTP/1.1 200 ").endsWith("path /desk");
            assertThat(get(address, "/desk/")).endsWith("path /desk/");
            assertThat(get(address, "/desk/app.js?x=/api"))
                    .endsWith("path /desk/app.js")
                    .containsIgnoringCase("X-Frame-Options: DENY\r\n");
            assertThat(get(address, "/desktop")).startsWith("HTTP/1.1 404 ");
        }
    }

    private static String get(InetSocketAddress address, String path) throws IOException {
        try (RawClient client = RawClient.connect(address)) {
            client.write("GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
            return new String(client.rest(), UTF_8);
        }
    }
}
