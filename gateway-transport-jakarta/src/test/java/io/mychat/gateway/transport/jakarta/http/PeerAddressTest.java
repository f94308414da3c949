package io.mychat.gateway.transport.jakarta.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PeerAddressTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "2001:db8::1, 2001:db8:0:0:0:0:0:1",
        "[2001:db8::1], 2001:db8:0:0:0:0:0:1",
        "::ffff:192.0.2.7, 192.0.2.7"
    })
    void addressesAreRead(String text, String address) {
        assertThat(PeerAddress.of(text, 7).orElseThrow().getAddress().getHostAddress())
                .isEqualTo(address);
    }

    /** A name would be a question to a name server, which a client chooses. */
    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "evil.example", "unknown", "cafe", "1.2.3.4.example", "_x"})
    void everythingElseIsNoAddress(String text) {
        assertThat(PeerAddress.of(text, 7)).isEmpty();
    }
}
