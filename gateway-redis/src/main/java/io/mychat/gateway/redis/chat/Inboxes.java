package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.chat.KnownInboxes.Known;
import io.mychat.gateway.redis.chat.notification.InboxNotification;
import io.mychat.gateway.redis.chat.record.EntryStamp;
import io.mychat.gateway.redis.chat.record.MessageRecord;
import io.mychat.gateway.redis.chat.record.StoredEntry;
import io.mychat.gateway.redis.chat.record.UndeliveredMessage;
import io.mychat.gateway.redis.client.LuaScript;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The inboxes: the second of the two steps of a message, and reads. Thread-safe. Longer than 300 lines because all scripts of
 * an inbox are called here.
 */
final class Inboxes {

    private static final Logger LOG = LoggerFactory.getLogger(Inboxes.class);
    private static final LuaScript APPEND =
            LuaScript.load(Inboxes.class, "prelude.lua", "lives.lua", "inbox.lua", "inbox-put.lua", "inbox-append.lua");
    static final LuaScript READ =
            LuaScript.load(Inboxes.class, "prelude.lua", "lives.lua", "inbox.lua", "inbox-read.lua");
    private static final LuaScript RENEW =
            LuaScript.load(Inboxes.class, "prelude.lua", "lives.lua", "inbox.lua", "inbox-renew.lua");

    /** So much may be missing after an outage: seconds of what a replica lacks, minutes between two snapshots. */
    private static final Duration MOST_LOST = Duration.ofMinutes(15);

    private static final int VERIFIED_AT_ONCE = 100;

    /** The index of the first number in the answer of an append. */
    private static final int FIRST_NUMBER = 3;

    /** The index of the first entry in the answer of a read. */
    private static final int FIRST_ENTRY = 4;

    private final RedisCalls redis;
    private final ChatDependencies chatDependencies;
    private final KnownInboxes known;
    private final RateLimitedLog losses;
    private final RateLimitedLog unreadable;

    private final InboxAnnouncer announcer;

    Inboxes(RedisCalls redis, ChatDependencies chatDependencies, TimeSource time, InboxAnnouncer announcer) {
        this.announcer = announcer;
        this.redis = redis;
        this.chatDependencies = chatDependencies;
        this.known = new KnownInboxes(chatDependencies.settings().maxKnown());
        this.losses = new RateLimitedLog(LOG::warn, time);
        this.unreadable = new RateLimitedLog(LOG::warn, time);
    }

    /** Messages to be put into an inbox, with what this gateway has seen there. */
    Appending appending(String userId, List<UndeliveredMessage> messages) {
        return new Appending(userId, messages, known.of(userId));
    }

    /** See {@link Upkeep#argument}. */
    long upkeep(List<Object> userIds) {
        return chatDependencies.upkeep().argument(userIds);
    }

    /** A call with this argument has succeeded or not. */
    void upkept(long argument, List<Object> userIds, boolean succeeded) {
        if (succeeded) {
            chatDependencies.upkeep().done(argument, userIds);
        } else {
            chatDependencies.upkeep().failed(userIds);
        }
    }

    /** The command that appends messages to an inbox and publishes hints for them. Existing messages are skipped. */
    RedisCommand command(Appending appending, long upkeep) {
        List<Object> args = bounds(appending.seen());
        args.add(chatDependencies.settings().maxPerInbox());
        args.addAll(audience(appending.userId()));
        args.add("0");
        args.add(upkeep);
        for (UndeliveredMessage message : appending.messages()) {
            args.add(message.messageId());
            args.add(message.mark().number());
            args.add(message.mark().cameMillis());
            args.add(message.record());
        }
        return APPEND.on(keys(appending.userId()), args.toArray());
    }

    /**
     * The command that puts messages back which the inbox does not have, with the ages that they have.
     *
     * @param messages as they stand in their chats
     */
    RedisCommand restoring(String userId, List<StoredEntry> messages) {
        List<Object> args = bounds(known.of(userId));
        args.add(chatDependencies.settings().maxPerInbox());
        args.addAll(audience(userId));
        args.add("1");
        args.add(chatDependencies.upkeep().due());
        for (StoredEntry message : messages) {
            args.addAll(List.of(message.messageId(), message.number(), message.arrivalMillis(), message.record()));
        }
        return APPEND.on(keys(userId), args.toArray());
    }

    /** The command that begins a new epoch of an inbox. */
    RedisCommand renewing(String userId) {
        List<Object> args = bounds(known.of(userId));
        args.addAll(audience(userId));
        return RENEW.on(keys(userId), args.toArray());
    }

    /** Messages on their way to an inbox. */
    record Appending(String userId, List<UndeliveredMessage> messages, Known seen) {

        /** One message on its way there instead. */
        Appending of(UndeliveredMessage message) {
            return new Appending(userId, List.of(message), seen);
        }
    }

    /**
     * The outcome of an append.
     *
     * @param entries the new entries
     * @param isInLine whether the entries are known to follow the last one that this gateway has seen
     * @param wasThere whether some messages existed before
     */
    record Appended(String userId, String epoch, List<InboxEntry> entries, boolean isInLine, boolean wasThere) {}

    /** Reads what Redis answered. */
    Appended appended(Appending appending, @Nullable Object raw) {
        List<String> answer = RedisReply.texts(raw);
        if (answer.size() != appending.messages().size() + FIRST_NUMBER) {
            throw new StoreUnavailableException("Redis answered something unknown about an inbox");
        }
        return appended(
                appending,
                answer.get(0),
                answer.get(1),
                RedisReply.number(answer.get(2)),
                answer.subList(FIRST_NUMBER, answer.size()));
    }

    /**
     * Notes what a script has said.
     *
     * @param previous the stamp of the entry in front of the first new one
     * @param arrival when they came (ms of the server's clock)
     * @param numbers the number of each message there; 0 when it existed before
     */
    Appended appended(Appending appending, String epoch, String previous, long arrival, List<String> numbers) {
        String userId = appending.userId();
        List<InboxEntry> entries = new ArrayList<>(numbers.size());
        boolean isInLine = true;
        String inFront = previous;
        for (int i = 0; i < appending.messages().size(); i++) {
            long number = RedisReply.number(numbers.get(i));
            if (number > 0) {
                UndeliveredMessage message = appending.messages().get(i);
                EntryStamp stamp = EntryStamp.of(number, arrival, message.messageId());
                isInLine &= known.confirmed(userId, appending.seen(), epoch, stamp, inFront);
                inFront = stamp.text();
                entries.add(new InboxEntry(
                        number,
                        message.content()
                                .message(
                                        message.messageId(),
                                        message.mark().chat(),
                                        message.mark().number()),
                        message.content().originSession()));
            }
        }
        noteEpoch(userId, appending.seen(), epoch);
        boolean wasThere = entries.size() < appending.messages().size();
        return new Appended(userId, epoch, entries, isInLine, wasThere);
    }

    /**
     * Another gateway has put an entry there.
     *
     * @return false when it may not follow what this gateway has seen: the inbox is to be read
     */
    boolean heard(InboxNotification.Arrival arrival) {
        return known.heard(arrival.userId(), arrival.epoch(), arrival.stamp(), arrival.previous());
    }

    InboxPage read(String userId, long afterSeq, int limit) {
        return page(userId, List.of(afterSeq, limit));
    }

    /**
     * The bounds for a client that says to have that entry: an inbox that knows less gets a new epoch, now and then.
     */
    InboxPage resume(String userId, String epoch, long lastSeq) {
        return page(userId, List.of(0, 0, epoch, lastSeq));
    }

    /** The call of {@link #read} without entries, for a script that does more in the same step. */
    BoundsCall bounds(String userId) {
        return call(userId, List.of(0, 0));
    }

    /** The call of {@link #resume}, likewise. */
    BoundsCall bounds(String userId, String epoch, long lastSeq) {
        return call(userId, List.of(0, 0, epoch, lastSeq));
    }

    private BoundsCall call(String userId, List<Object> what) {
        Known seen = known.of(userId);
        return new BoundsCall(this, userId, seen, reading(userId, seen, what));
    }

    private InboxPage page(String userId, List<Object> what) {
        BoundsCall call = call(userId, what);
        return call.page(redis.call(
                what.get(1).equals(0) ? call.command() : call.command().byItself()));
    }

    /** Reads what a script has answered to {@link #reading}. */
    InboxPage page(String userId, Known seen, @Nullable Object raw) {
        List<@Nullable Object> answer = RedisReply.list(raw);
        noteBounds(userId, seen, answer);
        return new InboxPage(
                RedisReply.text(answer.get(0)),
                RedisReply.number(answer.get(1)),
                RedisReply.number(answer.get(2)),
                entries(answer.subList(FIRST_ENTRY, answer.size())));
    }

    /** @return whether the inbox has another epoch than was seen */
    private boolean noteBounds(String userId, Known seen, List<@Nullable Object> answer) {
        String epoch = RedisReply.text(answer.get(0));
        EntryStamp newest = EntryStamp.read(RedisReply.number(answer.get(2)), RedisReply.text(answer.get(3)));
        boolean unused = known.confirmed(userId, seen, epoch, newest, "");
        return noteEpoch(userId, seen, epoch);
    }

    /**
     * The entries before the first unreadable one; when the first one is unreadable, the entries after it. A page has
     * no holes.
     */
    private List<InboxEntry> entries(List<@Nullable Object> raw) {
        List<InboxEntry> entries = new ArrayList<>();
        for (Object one : raw) {
            InboxEntry entry = entry(one);
            if (entry != null) {
                entries.add(entry);
            } else if (!entries.isEmpty()) {
                break;
            }
        }
        return List.copyOf(entries);
    }

    private @Nullable InboxEntry entry(@Nullable Object raw) {
        InboxEntry entry = StoredEntry.parse(raw)
                .flatMap(stored -> MessageRecord.parse(stored.record())
                        .flatMap(content -> stored.chatNumber()
                                .map(chatSeq -> new InboxEntry(
                                        stored.number(),
                                        content.message(stored.messageId(), chatSeq),
                                        content.originSession()))))
                .orElse(null);
        if (entry == null) {
            unreadable.log("An entry of an inbox is unreadable and is left out");
            chatDependencies.counters().unreadable();
        }
        return entry;
    }

    /** To whose inboxes something came, before Redis went away if it did. */
    List<String> lately() {
        return known.arrivedWithin(MOST_LOST);
    }

    /** Takes the users whose inboxes are to be compared although no call is made for them. */
    List<String> takeUnconfirmed() {
        return known.takeUnconfirmed();
    }

    List<Metric> metrics() {
        return List.of(
                Metric.gauge("redis_known_inboxes", "Inboxes with a state that this gateway remembers.", known.size()),
                Metric.gauge("redis_known_inboxes_limit", "Most inboxes with a remembered state.", known.limit()));
    }

    /**
     * Looks whether what this gateway has seen in inboxes is still there; an inbox that lacks it gets a new epoch.
     * Blocks.
     *
     * @return the users whose part of Redis did not answer
     */
    List<String> verify(List<String> users) {
        List<String> unanswered = new ArrayList<>();
        int changed = 0;
        for (int from = 0; from < users.size(); from += VERIFIED_AT_ONCE) {
            changed += verifyPart(users.subList(from, Math.min(users.size(), from + VERIFIED_AT_ONCE)), unanswered);
        }
        if (changed > 0) {
            losses.log("Redis has lost messages; inboxes that were used lately have a new epoch");
        }
        return unanswered;
    }

    private int verifyPart(List<String> users, List<String> unanswered) {
        List<Known> seen = users.stream().map(known::of).toList();
        List<RedisCommand> commands = new ArrayList<>();
        for (int i = 0; i < users.size(); i++) {
            commands.add(reading(users.get(i), seen.get(i), List.of(0, 0)));
        }
        List<RedisReply> replies = redis.all(commands);
        int changed = 0;
        for (int i = 0; i < users.size(); i++) {
            if (replies.get(i).isFailed()) {
                unanswered.add(users.get(i));
            } else {
                changed += noteBounds(users.get(i), seen.get(i), replies.get(i).list()) ? 1 : 0;
            }
        }
        return changed;
    }

    /**
     * @param what after which number, how many; and, for a client that resumes, the epoch and the number that it
     * names
     */
    private RedisCommand reading(String userId, Known seen, List<Object> what) {
        List<Object> args = bounds(seen);
        args.addAll(audience(userId));
        args.add(ChatDependencies.MAX_ANSWER_BYTES);
        args.addAll(what);
        return READ.readOn(keys(userId), args.toArray());
    }

    /** The inbox, its bounds, the ids that it knows, the user's sessions. */
    List<String> keys(String userId) {
        List<String> keys = new ArrayList<>(ChatKeys.INBOX_KEYS);
        addKeys(keys, userId);
        return keys;
    }

    /** Adds the same. */
    void addKeys(List<String> keys, String userId) {
        chatDependencies.keys().addInbox(keys, userId);
        keys.add(chatDependencies.keys().sessions(userId));
    }

    private List<Object> bounds(Known seen) {
        List<Object> args = new ArrayList<>(chatDependencies.clockAndRetention());
        args.addAll(evidence(seen));
        return args;
    }

    /** An id for a new epoch, and what this gateway has seen of the inbox, for the comparison by a script. */
    static List<Object> evidence(Known seen) {
        return List.of(UUID.randomUUID().toString(), seen.epoch(), seen.evidence());
    }

    /** The gateways that the script notifies: those where the user is logged in, except this one. */
    private List<Object> audience(String userId) {
        return List.of(
                userId, chatDependencies.nodeId(), chatDependencies.keys().channels());
    }

    private boolean noteEpoch(String userId, Known seen, String epoch) {
        if (seen.epoch().isEmpty() || seen.epoch().equals(epoch)) {
            return false;
        }
        // Another gateway may have found out and begun the new epoch; then this one only hears of it.
        LOG.debug("An inbox has a new epoch: Redis had lost a part of it, or it lay idle beyond retention");
        chatDependencies.counters().newEpoch();
        announcer.mayHaveArrived(userId);
        return true;
    }
}
