package io.mychat.gateway.attack.ban;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.ban.BanTarget;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.transport.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Addresses that guess are banned by the name that they really have, whatever they write; addresses that only others claim, or that
 * many share, are not. A proxy at 127.0.0.1 announces the clients.
 */
class BansAgainstOthersTest {

    private static final String PROXY = "127.0.0.1";
    private static final String STRANGER = "127.0.0.9";
    private static final String VICTIM = "203.0.113.77";
    private static final int ALLOWED = 4;

    @SuppressWarnings("NullAway.Init")
    private LiveGateway gateway;

    private void start(String source) throws IOException {
        gateway = LiveGateway.start(builder -> builder.setting("security.client_address", source)
                .setting("security.trusted_proxies", List.of(PROXY))
                .setting("security.automatic_bans.enabled", true)
                .setting("security.automatic_bans.max_good_users", 2)
                .setting("security.automatic_bans.bad_credentials.count", ALLOWED)
                .setting("security.automatic_bans.broken_frames.count", ALLOWED));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private List<BanTarget> banned() {
        return gateway.server().bans().list().stream().map(ban -> ban.target()).toList();
    }

    /** Bans come a moment after the offence; one that is due for another address comes behind all that could have come before. */
    private void onlyBannedIs(String marker, Offence offence) throws IOException {
        for (int i = 0; i <= ALLOWED; i++) {
            offence.commit();
        }
        await().untilAsserted(() -> assertThat(banned()).contains(address(marker)));
        assertThat(banned()).containsExactly(address(marker));
    }

    private interface Offence {
        void commit() throws IOException;
    }

    private static BanTarget address(String text) {
        return new BanTarget.Address(text);
    }

    /** The status line of a login over HTTP, with these bytes in front of it. */
    private String login(String from, String first, String password, String... headers) throws IOException {
        String body = "{\"username\":\"alice\",\"password\":\"" + password + "\",\"platform\":\"web\"}";
        return ask(
                gateway.server().httpAddress(),
                from,
                first
                        + "POST /api/auth/login HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: application/json\r\n"
                        + String.join("", headers) + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private String handshake(String from, String first, String... headers) throws IOException {
        return ask(gateway.webSocketAddress(), from, first + RawClient.handshake("/ws", headers));
    }

    private static String ask(InetSocketAddress to, String from, String request) throws IOException {
        try (RawClient client =
                RawClient.of(new Socket(to.getAddress(), to.getPort(), InetAddress.getByName(from), 0))) {
            client.write(request.getBytes(UTF_8));
            return client.readHead().lines().findFirst().orElse("");
        }
    }

    private void guess(String announcement) throws IOException {
        assertThat(login(PROXY, announcement, "wrong")).contains(" 401 ");
    }

    private static String tcp4(String client) {
        return "PROXY TCP4 " + client + " 10.0.0.1 4711 80\r\n";
    }

    private static String tcp6(String client) {
        return "PROXY TCP6 " + client + " ::1 4711 80\r\n";
    }

    @Test
    void nobodyIsBannedForWhatAStrangerSaysAboutHim() throws Exception {
        start("x-forwarded-for");
        for (int i = 0; i < 3 * ALLOWED; i++) {
            login(STRANGER, "", "wrong", "X-Forwarded-For: " + VICTIM + "\r\n");
            login(STRANGER, "", "wrong", "X-Real-IP: " + VICTIM + "\r\n", "Forwarded: for=" + VICTIM + "\r\n");
            // What the client writes stands left of what the proxy adds.
            login(PROXY, "", "wrong", "X-Forwarded-For: " + VICTIM + ", 198.51.100." + (i + 1) + "\r\n");
        }

        onlyBannedIs("192.0.2.1", () -> login(PROXY, "", "wrong", "X-Forwarded-For: " + VICTIM + ", 192.0.2.1\r\n"));
        assertThat(login(PROXY, "", LiveGateway.PASSWORD, "X-Forwarded-For: " + VICTIM + "\r\n"))
                .contains(" 200 ");
        assertThat(handshake(PROXY, "", "X-Forwarded-For: " + VICTIM)).contains(" 101 ");
    }

    @Test
    void anotherSpellingIsTheSameAddress() throws Exception {
        start("proxy-protocol");
        for (String spelling : List.of(
                tcp4("203.0.113.9"),
                tcp6("::ffff:203.0.113.9"),
                tcp6("0:0:0:0:0:ffff:cb00:7109"),
                tcp4("203.0.113.9"))) {
            guess(spelling);
        }
        guess(tcp6("::FFFF:CB00:7109"));

        await().untilAsserted(() -> assertThat(banned()).containsExactly(address("203.0.113.9")));
        for (String spelling : List.of(tcp4("203.0.113.9"), tcp6("::ffff:203.0.113.9"), tcp6("::ffff:cb00:7109"))) {
            assertThat(handshake(PROXY, spelling)).contains(" 403 ");
            assertThat(login(PROXY, spelling, LiveGateway.PASSWORD)).contains(" 403 ");
        }
        assertThat(handshake(PROXY, tcp4("203.0.113.10"))).contains(" 101 ");
    }

    @Test
    void aNewAddressOfTheSameNetworkIsNoEscape() throws Exception {
        start("proxy-protocol");
        for (int i = 0; i <= ALLOWED; i++) {
            guess(tcp6("2001:db8:7:1:" + (i + 1) + "::" + i));
        }

        await().untilAsserted(() -> assertThat(banned()).containsExactly(address("2001:db8:7:1::/64")));
        assertThat(handshake(PROXY, tcp6("2001:db8:7:1:ffff:ffff:ffff:ffff"))).contains(" 403 ");
        assertThat(handshake(PROXY, tcp6("2001:db8:7:2::1"))).contains(" 101 ");
    }

    @Test
    void anAddressThatManyShareIsNotTakenFromThem() throws Exception {
        start("proxy-protocol");
        String shared = tcp4("203.0.113.50");
        for (String user : List.of("bob", "carol", "dave")) {
            try (RawClient client = RawClient.connect(gateway.webSocketAddress())) {
                client.write(shared + RawClient.handshake("/ws"));
                assertThat(client.readHead()).contains(" 101 ");
                client.text("{\"cmd_id\":1001,\"platform\":\"web\",\"data\":{\"username\":\"" + user
                        + "\",\"password\":\"" + LiveGateway.PASSWORD + "\"}}");
                assertThat(client.readText()).contains("\"code\":200");
            }
        }
        for (int i = 0; i < 3 * ALLOWED; i++) {
            guess(shared);
        }

        onlyBannedIs("192.0.2.1", () -> guess(tcp4("192.0.2.1")));
        assertThat(handshake(PROXY, shared)).contains(" 101 ");
    }

    @Test
    void aMalformedAnnouncementBansNobody() throws Exception {
        start("proxy-protocol");
        for (String first : List.of(
                "",
                "PROXY\r\n",
                "PROXY TCP4 203.0.113.77 10.0.0.1 4711\r\n",
                "PROXY TCP4 " + VICTIM + " 10.0.0.1 99999 80\r\n",
                "PROXY TCP9 " + VICTIM + " 10.0.0.1 4711 80\r\n",
                "PROXY TCP4 " + VICTIM + "\u0000 10.0.0.1 4711 80\r\n",
                "PROXY TCP4 " + VICTIM + " 10.0.0.1 4711 80\n",
                "PROXY " + "x".repeat(200),
                "\r\n\r\n\u0000\r\nQUIT\n!\u0011\u00ff\u00ff",
                "\u0016\u0003\u0001")) {
            for (InetSocketAddress port :
                    List.of(gateway.webSocketAddress(), gateway.server().httpAddress())) {
                try (RawClient client = RawClient.connect(port)) {
                    client.write(first);
                    client.write("GET /api/system/health HTTP/1.1\r\nHost: h\r\n\r\n");
                    client.socket().shutdownOutput();
                    assertThat(client.seesEnd()).as(first).isTrue();
                } catch (IOException e) {
                    // Reset while it was writing.
                }
            }
        }
        onlyBannedIs("192.0.2.1", () -> guess(tcp4("192.0.2.1")));
        assertThat(handshake(PROXY, tcp4(VICTIM))).contains(" 101 ");
        assertThat(handshake(STRANGER, tcp4(VICTIM))).as("of a stranger").contains(" 400 ");
    }
}
