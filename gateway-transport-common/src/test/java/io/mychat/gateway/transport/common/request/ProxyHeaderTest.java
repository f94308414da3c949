package io.mychat.gateway.transport.common.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxyHeaderTest {

    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

    /** Feeds one byte after the other, and checks that nothing behind the header is taken. */
    private static Optional<InetSocketAddress> read(byte[] bytes) throws ProxyHeaderException {
        ProxyHeader header = new ProxyHeader();
        int at = 0;
        while (!header.isComplete()) {
            ByteBuffer next = header.next();
            assertThat(next.remaining()).isPositive();
            if (at == bytes.length) {
                throw new ProxyHeaderException("wants more");
            }
            next.put(bytes[at++]);
            header.advance(1);
        }
        assertThat(at).as("bytes taken").isEqualTo(bytes.length);
        return header.client();
    }

    @ParameterizedTest
    @CsvSource({
        "TCP4 203.0.113.9 10.0.0.1 4711 80, 203.0.113.9, 4711",
        "TCP6 2001:db8::9 ::1 65535 0, 2001:db8:0:0:0:0:0:9, 65535",
        "TCP6 2001:0db8:0000:0000:0000:0000:0000:0009 ::1 1 2, 2001:db8:0:0:0:0:0:9, 1",
        "UNKNOWN, -, 0",
        "UNKNOWN ffff::1 ffff::2 1 2, -, 0"
    })
    void version1IsALine(String line, String address, int port) throws Exception {
        Optional<InetSocketAddress> client = read(("PROXY " + line + "\r\n").getBytes(StandardCharsets.US_ASCII));

        if (address.equals("-")) {
            assertThat(client).isEmpty();
        } else {
            assertThat(client.orElseThrow().getAddress().getHostAddress()).isEqualTo(address);
            assertThat(client.orElseThrow().getPort()).isEqualTo(port);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "PROXY TCP4 203.0.113.9 10.0.0.1 4711\r\n",
                "PROXY TCP4 203.0.113.9 10.0.0.1 4711 80 \r\n",
                "PROXY  TCP4 203.0.113.9 10.0.0.1 4711 80\r\n",
                "PROXY TCP4 203.0.113.999 10.0.0.1 4711 80\r\n",
                "PROXY TCP4 203.0.113 10.0.0.1 4711 80\r\n",
                "PROXY TCP4 2001:db8::9 ::1 4711 80\r\n",
                "PROXY TCP6 203.0.113.9 10.0.0.1 4711 80\r\n",
                "PROXY TCP6 :::: ::1 4711 80\r\n",
                "PROXY TCP4 localhost localhost 4711 80\r\n",
                "PROXY TCP4 203.0.113.9 10.0.0.1 65536 80\r\n",
                "PROXY TCP4 203.0.113.9 10.0.0.1 -1 80\r\n",
                "PROXY TCP4 203.0.113.9 10.0.0.1 4711 80\n",
                "PROXY UDP4 203.0.113.9 10.0.0.1 4711 80\r\n",
                "proxy tcp4 203.0.113.9 10.0.0.1 4711 80\r\n",
                "PROXY UNKNOWN aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n"
            })
    void whatIsNoHeaderIsRefused(String text) {
        assertThatThrownBy(() -> read(text.getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(ProxyHeaderException.class)
                .hasMessageNotContaining("wants more");
    }

    @Test
    void version2IsBinaryWithExtensions() throws Exception {
        assertThat(read(v2("2111000c" + "cb007109" + "0a000001" + "1267" + "0050"))
                        .orElseThrow())
                .isEqualTo(new InetSocketAddress("203.0.113.9", 0x1267));
        assertThat(read(v2("21210027" + "20010db8000000000000000000000009" + "00".repeat(16) + "1267" + "0050"
                                + "040000"))
                        .orElseThrow())
                .isEqualTo(new InetSocketAddress("2001:db8::9", 0x1267));
        assertThat(read(v2("20000000"))).as("LOCAL").isEmpty();
        assertThat(read(v2("2011000c" + "00".repeat(12))))
                .as("LOCAL with addresses")
                .isEmpty();
        assertThat(read(v2("21000003" + "040000"))).as("UNSPEC").isEmpty();
        assertThat(read(v2("213100d8" + "2f".repeat(216)))).as("UNIX").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1111000c", // version 1
                "22110000", // unknown command
                "2111000b" + "0000000000000000000000", // too short for its family
                "21310000", // UNIX, too short
                "21320000", // UNIX datagrams
                "2112000c" + "000000000000000000000000", // UDP
                "2111ffff" // too long
            })
    void whatIsNoVersion2IsRefused(String fields) {
        assertThatThrownBy(() -> read(v2(fields)))
                .isInstanceOf(ProxyHeaderException.class)
                .hasMessageNotContaining("wants more");
    }

    private static byte[] v2(String fields) {
        return HexFormat.of().parseHex(SIGNATURE + fields);
    }
}
