package io.mychat.gateway.spi.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "2001:0DB8:0000:0000:0000:0000:0002:0001, 2001:db8::2:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "0:0:0:0:0:0:0:0, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "fe80:0:0:0:0:0:0:0, fe80::",
        "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
        "0:0:3:4:5:6:7:8, ::3:4:5:6:7:8",
        "::ffff:192.0.2.1, 192.0.2.1"
    })
    void ipv6IsWrittenAsRfc5952Says(String given, String written) throws Exception {
        assertThat(AddressText.of(InetAddress.getByName(given))).isEqualTo(written);
    }

    @Test
    void aPortStandsBehindBrackets() throws Exception {
        assertThat(AddressText.of(new InetSocketAddress(InetAddress.getByName("0:0:0:0:0:0:0:1"), 80)))
                .isEqualTo("[::1]:80");
        assertThat(AddressText.of(new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 80)))
                .isEqualTo("192.0.2.1:80");
        assertThat(AddressText.of(InetSocketAddress.createUnresolved("host.test", 80)))
                .isEqualTo("host.test:80");
    }
}
