package io.mychat.gateway.redis.chat.notification;

import io.mychat.gateway.redis.chat.record.EntryStamp;
import io.mychat.gateway.redis.chat.record.MessageRecord;
import io.mychat.gateway.spi.chat.InboxEntry;
import java.util.Optional;

/** Reads the lines of a {@link InboxNotification}. */
final class HintFormat {

    static final String NEW_EPOCH = "new_epoch\n";

    private static final String VERSION = "1";
    private static final int PARTS_OF_NEW_EPOCH = 4;
    private static final int RECORD = 6;
    private static final int ARRIVAL = 7;
    private static final int PREVIOUS = 8;

    private HintFormat() {}

    static Optional<InboxNotification> newEpoch(String text) {
        String[] parts = text.split("\n", -1);
        return parts.length >= PARTS_OF_NEW_EPOCH && parts[1].equals(VERSION)
                ? Optional.of(new InboxNotification.NewEpoch(parts[2], parts[3]))
                : Optional.empty();
    }

    static Optional<InboxNotification> arrival(String text) {
        String[] parts = text.split("\n", -1);
        if (parts.length <= RECORD || !parts[0].equals(VERSION)) {
            return Optional.empty();
        }
        try {
            long number = Long.parseLong(parts[3]);
            long chatNumber = Long.parseLong(parts[5]);
            if (number < 1 || chatNumber < 1) {
                return Optional.empty();
            }
            // An earlier release ends with the record.
            EntryStamp stamp = parts.length > ARRIVAL
                    ? EntryStamp.of(number, Long.parseLong(parts[ARRIVAL]), parts[4])
                    : EntryStamp.ofNumber(number);
            String previous = parts.length > PREVIOUS ? parts[PREVIOUS] : "";
            return MessageRecord.parse(parts[RECORD])
                    .map(record -> new InboxEntry(number, record.message(parts[4], chatNumber), record.originSession()))
                    .map(entry -> new InboxNotification.Arrival(parts[1], parts[2], entry, stamp, previous));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
