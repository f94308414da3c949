package io.mychat.gateway.attack.address;

import static io.mychat.gateway.attack.address.AddressedGateway.PROXY;
import static io.mychat.gateway.attack.address.AddressedGateway.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.testkit.TestCertificates;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each {@code security.client_address} on both ports, plain and with TLS. */
final class ClientAddressTest {

    private static final byte[] NOTHING = {};
    private static final String CLIENT = "2001:db8::9";

    @TempDir
    static Path directory;

    private static TestCertificates keys;

    @BeforeAll
    static void makeKeys() throws Exception {
        keys = TestCertificates.forLoopback(directory);
    }

    private static @Nullable TestCertificates tls(boolean wanted) {
        return wanted ? keys : null;
    }

    static Stream<Arguments> headers() {
        return Stream.of(false, true)
                .flatMap(tls -> Stream.of(
                        Arguments.of(tls, "x-real-ip", "X-Real-IP: 2001:DB8:0:0::9"),
                        Arguments.of(tls, "x-forwarded-for", "X-Forwarded-For: 1.2.3.4, [2001:db8::9]:4711, 127.0.0.1"),
                        Arguments.of(tls, "forwarded", "Forwarded: for=1.2.3.4, for=\"[2001:db8::9]\";proto=https")));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void aTrustedProxysHeaderIsBelievedAndNeeded(boolean tls, String source, String header) throws Exception {
        try (AddressedGateway gateway = new AddressedGateway(source, tls(tls))) {
            String other = source.equals("x-real-ip") ? "X-Forwarded-For: 192.0.2.1" : "X-Real-IP: 192.0.2.1";

            assertThat(gateway.handshake(PROXY, NOTHING, header, other)).contains(" 101 ");
            assertThat(gateway.seen()).isEqualTo(CLIENT);
            assertThat(gateway.login(PROXY, NOTHING, header, other)).contains(" 401 ");
            assertThat(gateway.seen()).isEqualTo(CLIENT);

            assertThat(gateway.handshake(PROXY, NOTHING, other)).contains(" 400 ");
            assertThat(gateway.login(PROXY, NOTHING, other)).contains(" 400 ");
            assertThat(gateway.handshake(PROXY, NOTHING, header, header)).contains(" 400 ");
            assertThat(gateway.login(PROXY, NOTHING, header, header)).contains(" 400 ");

            assertThat(gateway.handshake(STRANGER, NOTHING, header)).contains(" 101 ");
            assertThat(gateway.seen()).isEqualTo(STRANGER);
            assertThat(gateway.login(STRANGER, NOTHING, header)).contains(" 401 ");
            assertThat(gateway.seen()).isEqualTo(STRANGER);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withoutASourceThePeerIsTheClient(boolean tls) throws Exception {
        try (AddressedGateway gateway = new AddressedGateway("peer", tls(tls))) {
            String[] claims = {"X-Real-IP: 192.0.2.1", "X-Forwarded-For: 192.0.2.1", "Forwarded: for=192.0.2.1"};

            assertThat(gateway.handshake(PROXY, NOTHING, claims)).contains(" 101 ");
            assertThat(gateway.seen()).isEqualTo(PROXY);
            assertThat(gateway.login(PROXY, NOTHING, claims)).contains(" 401 ");
            assertThat(gateway.seen()).isEqualTo(PROXY);
        }
    }

    static Stream<Arguments> proxyHeaders() {
        return Stream.of(false, true)
                .flatMap(tls -> Stream.of(
                        Arguments.of(tls, v1("PROXY TCP6 2001:db8::9 ::1 4711 80\r\n"), CLIENT),
                        Arguments.of(tls, v1("PROXY TCP4 203.0.113.9 10.0.0.1 4711 80\r\n"), "203.0.113.9"),
                        Arguments.of(tls, v1("PROXY UNKNOWN\r\n"), PROXY),
                        Arguments.of(tls, v2(0x21, 0x21), CLIENT),
                        Arguments.of(tls, v2(0x20, 0), PROXY)));
    }

    @ParameterizedTest
    @MethodSource("proxyHeaders")
    void aTrustedProxyAnnouncesItsClientInFrontOfEverything(boolean tls, byte[] header, String client)
            throws Exception {
        try (AddressedGateway gateway = new AddressedGateway("proxy-protocol", tls(tls))) {
            assertThat(gateway.handshake(PROXY, header, "X-Real-IP: 192.0.2.1")).contains(" 101 ");
            assertThat(gateway.seen()).isEqualTo(client);
            assertThat(gateway.login(PROXY, header)).contains(" 401 ");
            assertThat(gateway.seen()).isEqualTo(client);

            assertThat(gateway.handshake(PROXY, NOTHING))
                    .as("the header is required")
                    .isEmpty();
            assertThat(gateway.login(PROXY, NOTHING))
                    .as("the header is required")
                    .isEmpty();

            assertThat(gateway.handshake(STRANGER, header)).as("of a stranger").doesNotContain(" 101 ");
            assertThat(gateway.login(STRANGER, header)).as("of a stranger").doesNotContain(" 401 ");
            assertThat(gateway.handshake(STRANGER, NOTHING)).contains(" 101 ");
            assertThat(gateway.seen()).isEqualTo(STRANGER);
        }
    }

    private static byte[] v1(String line) {
        return line.getBytes(StandardCharsets.US_ASCII);
    }

    /** Announces {@link #CLIENT} where there is a family; with an extension, as balancers send them. */
    private static byte[] v2(int command, int family) {
        byte[] extension = {4, 0, 2, 1, 2};
        int addresses = family == 0 ? 0 : 36;
        ByteBuffer header = ByteBuffer.allocate(16 + addresses + extension.length);
        header.put(new byte[] {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10})
                .put((byte) command)
                .put((byte) family)
                .putShort((short) (addresses + extension.length));
        if (addresses > 0) {
            header.putShort((short) 0x2001)
                    .putShort((short) 0xdb8)
                    .put(new byte[11])
                    .put((byte) 9);
            header.put(new byte[16]).putShort((short) 4711).putShort((short) 443);
        }
        return header.put(extension).array();
    }
}
