package io.mychat.gateway.spi.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class UnifiedMessageTest {

    @Test
    void whoWritesOneToALogShowsNoPassword() {
        UnifiedMessage login = new UnifiedMessage(
                1001, "s-1", "", "{\"username\":\"alice\",\"password\":\"hunter2\"}", "web", Instant.EPOCH, null);

        assertThat(login.toString()).contains("1001", "s-1", "web").doesNotContain("hunter2", "password");
    }
}
