package io.mychat.gateway.core.collection;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class RecentTextsTest {

    private final RecentTexts texts = new RecentTexts();

    @Test
    void equalTextsAreOneObject() {
        String first = texts.one(new String("192.0.2.1"));
        assertThat(texts.one(new String("192.0.2.1"))).isSameAs(first);
    }

    @Test
    void manyTextsAreForgottenAndNotMixedUp() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 10_000; i++) {
                assertThat(texts.one("192.0.2." + i)).isEqualTo("192.0.2." + i);
            }
        }
        assertThat(texts)
                .extracting("places")
                .asInstanceOf(InstanceOfAssertFactories.ARRAY)
                .hasSize(256);
    }
}
