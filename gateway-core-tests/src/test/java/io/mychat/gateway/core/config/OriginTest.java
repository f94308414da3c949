package io.mychat.gateway.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {

    @ParameterizedTest
    @CsvSource({
        "https://app.example.com, https://app.example.com",
        "HTTPS://App.Example.com:443, https://app.example.com",
        "http://localhost:3000, http://localhost:3000",
        "http://[::1]:80, http://[::1]",
        "capacitor://localhost, capacitor://localhost",
        "http://[0:0::1]:81, http://[::1]:81",
        "http://my_app.local, http://my_app.local",
        "file://, file://",
        "FILE://, file://",
        "app://., app://.",
        "chrome-extension://abcdef, chrome-extension://abcdef",
        "null, null"
    })
    void equalOriginsHaveOneText(String written, String text) {
        assertThat(Origin.of(written)).contains(new Origin(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "https://*.example.com",
                "app.example.com",
                "https://",
                "https://a.com/",
                "https://a.com:65536",
                "file:///",
                "file:///home/x.html",
                "file://:80",
                "file:",
                "http://[::g]",
                "https://a.com/x",
                "https://a.com?x",
                "https://a.com#x",
                "https://u@a.com",
                "https://a.com:",
                "https://a b.com",
                "NULL"
            })
    void everythingElseIsNoOrigin(String text) {
        assertThat(Origin.of(text)).isEmpty();
    }
}
