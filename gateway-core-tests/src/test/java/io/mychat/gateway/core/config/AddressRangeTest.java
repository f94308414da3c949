package io.mychat.gateway.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.0.0.1, 10.0.0.1, true",
        "10.0.0.1, 10.0.0.2, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 10.0.0.1, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "::1, ::1, true",
        "::ffff:10.0.0.0/104, 10.9.9.9, true",
        "::ffff:10.0.0.0/104, 11.9.9.9, false",
        "::ffff:10.0.0.1, 10.0.0.1, true",
        "fe80::/10, fe80::1, true"
    })
    void blocksHoldTheirAddresses(String block, String address, boolean inside) throws UnknownHostException {
        assertThat(AddressRange.parse(block).contains(InetAddress.getByName(address)))
                .isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "255.255.255.255",
                "127.0.0.1",
                "1.22.133.4",
                "10.0.0.256",
                "10.0.0.300",
                "10.0.0.1111",
                "01.0.0.1",
                "1.00.0.1",
                "1.2.3",
                "1.2.3.",
                "1.2.3.4.",
                "1.2.3.4.5",
                ".1.2.3.4",
                "1..2.3.4",
                "1.2.3.4 ",
                "1.2.3.-4",
                "1.2.3.4a",
                "1.2.3,4",
                "1,2.3.4.5",
                "\u0661.2.3.4.5"
            })
    void addressesInTheUsualFormAreThoseOfTheLibrary(String text) throws UnknownHostException {
        Optional<InetAddress> read = Optional.empty();
        try {
            read = Optional.of(InetAddress.getByAddress(AddressRange.parse(text).network()));
        } catch (IllegalArgumentException e) {
            // it is none
        }

        assertThat(AddressRange.address(text)).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "*",
                "10",
                "10.0.0",
                "10.0.0.0/33",
                "10.*.0.0",
                "10.0.0.1-9",
                "localhost",
                "0x0a.0.0.1",
                "010.0.0.1",
                "10.0.0.0/255.0.0.0",
                "/8",
                "::1%eth0",
                "::/129",
                "10.0.0.0/",
                "10.0.0.256"
            })
    void whatIsNoBlockIsRefused(String text) {
        assertThatThrownBy(() -> AddressRange.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be addresses or CIDR blocks");
    }

    @Test
    void bitsBehindThePrefixAreNamed() {
        assertThatThrownBy(() -> AddressRange.parse("10.0.0.1/8"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a CIDR block has no bits behind its prefix: write 10.0.0.0/8");
    }

    @Test
    void addressesInHeadersAreReadWithoutANameServer() throws UnknownHostException {
        assertThat(AddressRange.address("203.0.113.9")).contains(InetAddress.getByName("203.0.113.9"));
        assertThat(AddressRange.address("::ffff:203.0.113.9")).contains(InetAddress.getByName("203.0.113.9"));
        assertThat(AddressRange.address("example.com")).isEmpty();
        assertThat(AddressRange.address("10.0.0.0/8")).isEmpty();
    }

    @Test
    void equalBlocksAreEqual() {
        assertThat(AddressRange.parse("::ffff:10.0.0.0/104"))
                .isEqualTo(AddressRange.parse("10.0.0.0/8"))
                .hasSameHashCodeAs(AddressRange.parse("10.0.0.0/8"))
                .hasToString("10.0.0.0/8");
    }
}
