package io.mychat.gateway.redis.chat.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.chat.record.MessageRecord;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HintFormatTest {

    private static final MessageRecord RECORD = new MessageRecord("alice", "bob", "s1", Instant.EPOCH, "hi");

    @Test
    void anArrivalIsRead() {
        Optional<InboxNotification> read = HintFormat.arrival(arrival("5", "7"));

        assertThat(read).get().isInstanceOfSatisfying(InboxNotification.Arrival.class, arrival -> {
            assertThat(arrival.userId()).isEqualTo("bob");
            assertThat(arrival.entry().inboxSeq()).isEqualTo(5);
            assertThat(arrival.entry().message().chatSeq()).isEqualTo(7);
            assertThat(arrival.entry().message().content()).isEqualTo("hi");
        });
    }

    @ParameterizedTest
    @CsvSource({"-5, 1", "0, 1", "5, -1", "5, 0", "x, 1", "5, ''", "9223372036854775808, 1"})
    void numbersBelowOneAreNone(String number, String chatNumber) {
        assertThat(HintFormat.arrival(arrival(number, chatNumber))).isEmpty();
    }

    private static String arrival(String number, String chatNumber) {
        return String.join("\n", "1", "bob", "e", number, "m1", chatNumber, RECORD.text(), "1736332200000", "");
    }
}
