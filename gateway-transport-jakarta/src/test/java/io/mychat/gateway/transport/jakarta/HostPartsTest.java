package io.mychat.gateway.transport.jakarta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.spi.transport.HttpSettings;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.transport.RawClient;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A host's own endpoints and servlets live on the port of the gateway, before, while and after it runs. */
final class HostPartsTest {

    /** An endpoint of the host, which answers in capitals. */
    @ServerEndpoint("/host/echo")
    public static final class HostEcho {

        @OnMessage
        public String answer(String text) {
            return text.toUpperCase(Locale.ROOT);
        }
    }

    private static final class HostServlet extends HttpServlet {

        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/plain");
            response.getOutputStream().write("the host's page".getBytes(UTF_8));
        }
    }

    private static final class Parts implements TestContainer.HostParts {

        @Override
        public void servlets(ServletContext context) {
            context.addServlet("page", new HostServlet()).addMapping("/host/page");
        }

        @Override
        public void endpoints(ServerContainer container) throws Exception {
            container.addEndpoint(HostEcho.class);
        }
    }

    @ParameterizedTest
    @EnumSource(TestContainer.Kind.class)
    void theHostsEndpointsAndServletsLiveOnTheSamePort(TestContainer.Kind kind) throws Exception {
        JakartaMount mount = new JakartaMount();
        try (TestContainer container = kind.create()) {
            InetSocketAddress address = container.start(mount, new Parts());
            theHostAnswers(address);
            assertThat(get(address, "/api/x"))
                    .startsWith("HTTP/1.1 503 ")
                    .containsIgnoringCase("Retry-After: 1\r\n")
                    .contains("\"error\":\"not_running\"");
            try (MountedHttp http = mount.http(Transports.SETTINGS, new ManualTime())) {
                http.start(
                        new HttpSettings("127.0.0.1", 0, 1000),
                        request -> new HttpResponse(200, Map.of(), "the gateway".getBytes(UTF_8)));
                theHostAnswers(address);
                assertThat(get(address, "/api/x")).startsWith("HTTP/1.1 200 ").endsWith("the gateway");
            }
            theHostAnswers(address);
            assertThat(get(address, "/api/x")).startsWith("HTTP/1.1 503 ");
        }
    }

    private static void theHostAnswers(InetSocketAddress address) throws IOException {
        assertThat(get(address, "/host/page")).startsWith("HTTP/1.1 200 ").endsWith("the host's page");
        try (RawClient client = RawClient.connect(address)) {
            client.write(RawClient.handshake("/host/echo"));
            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
            client.text("hello");
            assertThat(client.readText()).isEqualTo("HELLO");
        }
    }

    private static String get(InetSocketAddress address, String path) throws IOException {
        try (RawClient client = RawClient.connect(address)) {
            client.write("GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
            return new String(client.rest(), UTF_8);
        }
    }
}
