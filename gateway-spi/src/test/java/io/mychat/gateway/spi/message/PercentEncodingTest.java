package io.mychat.gateway.spi.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PercentEncodingTest {

    @Test
    void unreservedCharactersStayAndAllOthersAreTheirBytes() {
        assertThat(PercentEncoding.encode("AZaz09-._~")).isEqualTo("AZaz09-._~");
        assertThat(PercentEncoding.encode("a b%/:{}")).isEqualTo("a%20b%25%2F%3A%7B%7D");
        assertThat(PercentEncoding.encode("é中\uD83D\uDE00")).isEqualTo("%C3%A9%E4%B8%AD%F0%9F%98%80");
        // A character whose low byte is a letter.
        assertThat(PercentEncoding.encode("\u0141")).isEqualTo("%C5%81");
        assertThat(PercentEncoding.encode("")).isEmpty();
    }
}
