package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.chat.Inboxes.Appended;
import io.mychat.gateway.redis.chat.Inboxes.Appending;
import io.mychat.gateway.redis.chat.notification.InboxNotification;
import io.mychat.gateway.redis.chat.record.MessageRecord;
import io.mychat.gateway.redis.chat.record.UndeliveredMessage;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.chat.InboxOwners;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages from their chat into the inboxes. Deliveries may be repeated, also by several gateways at the same
 * time: each message enters each inbox once. Thread-safe.
 */
final class Delivery {

    private final Inboxes inboxes;
    private final CompletedMarks completedMarks;
    private final UncertainInboxes uncertainInboxes;
    private final InboxAnnouncer announcer;

    Delivery(
            Inboxes inboxes,
            CompletedMarks completedMarks,
            UncertainInboxes uncertainInboxes,
            InboxAnnouncer announcer) {
        this.inboxes = inboxes;
        this.completedMarks = completedMarks;
        this.uncertainInboxes = uncertainInboxes;
        this.announcer = announcer;
    }

    /**
     * Puts messages into the inboxes of their owners, in this order: one round trip. When it returns they are there.
     *
     * @param messages the messages of one chat
     * @param redisCalls the calls of the whole operation
     * @return how many of them an inbox did not have before
     * @throws StoreUnavailableException when one of the inboxes is not known to have them; their marks stay
     */
    int deliver(List<UndeliveredMessage> messages, RedisCalls redisCalls) {
        if (messages.isEmpty()) {
            return 0;
        }
        MessageRecord first = messages.get(0).content();
        Set<String> users = InboxOwners.of(first.fromUser(), first.toUser());
        List<Appending> appendings =
                users.stream().map(user -> inboxes.appending(user, messages)).toList();
        List<Object> owners = List.copyOf(users);
        long upkeep = inboxes.upkeep(owners);
        List<RedisCommand> commands = appendings.stream()
                .map(appending -> inboxes.command(appending, upkeep))
                .toList();

        List<RedisReply> replies = redisCalls.all(commands);

        List<StoreUnavailableException> failures = new ArrayList<>();
        Set<String> brought = new HashSet<>();
        for (int i = 0; i < replies.size(); i++) {
            try {
                Appended appended = delivered(appendings.get(i), replies.get(i).get());
                appended.entries().forEach(entry -> brought.add(entry.message().messageId()));
            } catch (StoreUnavailableException e) {
                failures.add(e);
                mayHaveDelivered(appendings.get(i).userId());
            }
        }
        inboxes.upkept(upkeep, owners, failures.isEmpty());
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
        messages.forEach(message -> completedMarks.done(message.mark()));
        return brought.size();
    }

    /** Reads what a script has answered about an inbox, and notifies this gateway. */
    Appended delivered(Appending appending, @Nullable Object answer) {
        Appended appended = inboxes.appended(appending, answer);
        announce(appended);
        return appended;
    }

    /** The same for one message, of which a script has said all this. */
    void delivered(Appending appending, String epoch, String previous, long arrival, String number) {
        announce(inboxes.appended(appending, epoch, previous, arrival, List.of(number)));
    }

    /** A script that puts something into the user's inbox has not answered; it may still run. */
    void mayHaveDelivered(String userId) {
        announcer.mayHaveArrived(userId);
        uncertainInboxes.add(userId);
    }

    /**
     * Takes the marks away of what was delivered; blocks for one round trip.
     *
     * @return the buckets where that has failed
     */
    List<Integer> flushMarks(RedisCalls redisCalls) {
        return completedMarks.flush(redisCalls);
    }

    /** Another gateway has put an entry into an inbox, or has found that an inbox has lost entries. */
    void heard(InboxNotification notification) {
        if (notification instanceof InboxNotification.Arrival arrival && inboxes.heard(arrival)) {
            announcer.onArrived(arrival.userId(), arrival.epoch(), arrival.entry());
        } else {
            announcer.mayHaveArrived(notification.userId());
        }
    }

    /** Notifies this gateway; the script has notified the others. */
    private void announce(Appended appended) {
        if (appended.isInLine()) {
            appended.entries().forEach(entry -> announcer.onArrived(appended.userId(), appended.epoch(), entry));
        }
        if (appended.wasThere() || !appended.isInLine()) {
            // A call with a lost answer, or another gateway, has stored them, and this gateway may have got no hint. Or
            // the previous entry is not the last one that this gateway's sessions know.
            announcer.mayHaveArrived(appended.userId());
        }
    }

    /** Has inboxes read again for which a call failed some time ago. */
    void recheckUncertain() {
        uncertainInboxes.takeDue().forEach(announcer::mayHaveArrived);
    }
}
