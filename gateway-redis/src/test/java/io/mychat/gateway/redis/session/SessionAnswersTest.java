package io.mychat.gateway.redis.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.testkit.ManualTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionAnswersTest {

    private final List<String> lines = new ArrayList<>();
    private final SessionAnswers answers = new SessionAnswers(new RateLimitedLog(lines::add, new ManualTime()));

    @Test
    void unreadableSessionsCountAsAbsentAndAreLoggedOnceAMinute() {
        for (String raw : List.of("", "{", "[]", "7", "{\"session_id\":7}")) {
            assertThat(answers.sessions(Collections.nCopies(1000, raw))).isEmpty();
        }

        assertThat(lines).containsExactly("A stored session is unreadable and counts as absent");
    }
}
