package io.mychat.gateway.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.testkit.TestMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The embedded store is full, and one user has filled it. */
class FullStoreTest {

    /** Of about 128 KiB in the store. */
    private static final String LARGE = "x".repeat(64_000);

    private final TestGateway gateway = TestGateway.start(builder ->
            builder.setting("messages.max_total_bytes", 1 << 20).setting("security.user_bytes_per_second", 0));

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static TestMessage send(Guest from, String to, String content) {
        TestMessage reply = from.request(2001, "{\"to_user\":\"" + to + "\",\"content\":\"" + content + "\"}");
        assertThat(reply.code()).isEqualTo(200);
        return reply;
    }

    @Test
    void whatOthersWereToldWasSentIsStillDeliveredAndTheGapIsTold() {
        Guest alice = gateway.login("alice", "web", "a");
        Guest mallory = gateway.login("mallory", "web", "m");
        Guest bob = gateway.login("bob", "web", "b");
        send(alice, "bob", "1");
        JsonNode first = bob.client().next(2003).data();
        bob.connection().close(1000);
        send(alice, "bob", "2");
        for (int i = 3; i <= 22; i++) {
            send(mallory, "bob", LARGE);
        }
        send(alice, "bob", "23");

        Guest back = gateway.connect();
        back.client()
                .sendRaw("{\"cmd_id\":1001,\"platform\":\"web\",\"data\":{\"username\":\"bob\",\"password\":\""
                        + TestGateway.PASSWORD + "\",\"device_id\":\"b\",\"resume\":{\"epoch\":\""
                        + first.path("epoch").textValue() + "\",\"last_seq\":1}}}");
        TestMessage login = back.client().next(1001);
        assertThat(login.code()).isEqualTo(200);
        List<String> small = new ArrayList<>();
        List<Long> gaps = new ArrayList<>();
        long seq = 1;
        while (seq < 23) {
            JsonNode data = back.client().next(2003).data();
            assertThat(data.path("inbox_seq").longValue()).isGreaterThan(seq);
            if (data.path("gap").booleanValue()) {
                gaps.add(data.path("inbox_seq").longValue());
            } else {
                assertThat(data.path("inbox_seq").longValue()).isEqualTo(seq + 1);
            }
            seq = data.path("inbox_seq").longValue();
            String content = data.path("content").textValue();
            if (content.length() < 10) {
                small.add(content);
            }
        }

        assertThat(small).containsExactly("2", "23");
        assertThat(gaps).as("what is missing is told once").hasSize(1);
    }
}
