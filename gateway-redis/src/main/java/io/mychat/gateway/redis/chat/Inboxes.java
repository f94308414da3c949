package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.chat.KnownInboxes.Known;
import io.mychat.gateway.redis.client.Command;
import io.mychat.gateway.redis.client.LuaScript;
import io.mychat.gateway.redis.client.Reply;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The inboxes: the second of the two steps of a message, and reading. Safe for use by many threads. */
final class Inboxes {

    private static final Logger LOG = LoggerFactory.getLogger(Inboxes.class);
    private static final LuaScript APPEND = LuaScript.load(Inboxes.class, "prelude.lua", "inbox-append.lua");
    private static final LuaScript READ = LuaScript.load(Inboxes.class, "prelude.lua", "inbox-read.lua");
    private static final LuaScript ACKNOWLEDGE = LuaScript.load(Inboxes.class, "prelude.lua", "inbox-acknowledge.lua");

    /** So much may be missing after an outage: seconds of what a replica lacks, minutes between two snapshots. */
    private static final Duration MOST_LOST = Duration.ofMinutes(15);

    private static final int VERIFIED_AT_ONCE = 100;

    /** What a device has acknowledged, and when (ms). */
    private static final Pattern NOTED = Pattern.compile("(\\d{1,16}) \\d{1,16}");

    private final Calls redis;
    private final Context context;
    private final KnownInboxes known;

    Inboxes(Calls redis, Context context, TimeSource time) {
        this.redis = redis;
        this.context = context;
        this.known = new KnownInboxes(time);
    }

    /** The command that puts messages into an inbox, those that it has already left out, and hints at them. */
    Appending appending(String userId, List<OpenMessage> messages) {
        String fresh = UUID.randomUUID().toString();
        Known seen = known.of(userId);
        List<Object> args = bounds(fresh, seen.withoutOwn());
        args.add(context.settings().maxPerInbox());
        args.add(userId);
        args.add(context.nodeId());
        args.add(context.keys().hints());
        for (OpenMessage message : messages) {
            args.add(message.messageId());
            args.add(message.mark().number());
            args.add(message.mark().cameMillis());
            args.add(message.record());
        }
        List<String> keys = new ArrayList<>(context.keys().inbox(userId));
        keys.add(context.keys().sessions(userId));
        return new Appending(userId, messages, seen, APPEND.on(keys, args.toArray()));
    }

    /** Messages on their way to an inbox. */
    record Appending(String userId, List<OpenMessage> messages, Known seen, Command command) {}

    /**
     * What has become of them.
     *
     * @param entries those that were not there before
     * @param wasThere whether some were
     */
    record Appended(String userId, String epoch, List<InboxEntry> entries, boolean wasThere) {}

    /** Reads what Redis answered. */
    Appended appended(Appending appending, Reply reply) {
        List<String> answer = Reply.texts(reply.get());
        if (answer.size() != appending.messages().size() + 1) {
            throw new StoreUnavailableException("Redis answered something unknown about an inbox");
        }
        String epoch = answer.get(0);
        List<InboxEntry> entries = new ArrayList<>();
        noteEpoch(appending.seen(), epoch);
        for (int i = 1; i < answer.size(); i++) {
            long number = Reply.number(answer.get(i));
            if (number > 0) {
                OpenMessage message = appending.messages().get(i - 1);
                entries.add(new InboxEntry(
                        number,
                        message.content()
                                .message(message.messageId(), message.mark().number()),
                        message.content().originSession()));
                known.put(appending.userId(), epoch, number, message.messageId());
            }
        }
        return new Appended(
                appending.userId(),
                epoch,
                entries,
                entries.size() < appending.messages().size());
    }

    InboxPage read(String userId, long afterSeq, int limit) {
        Known seen = known.of(userId);
        return page(userId, seen, reading(userId, seen.withoutOwn(), List.of(afterSeq, limit)));
    }

    /** The bounds for a client that says to have that entry: an inbox that knows less gets a new epoch, now and then. */
    InboxPage resume(String userId, String epoch, long lastSeq) {
        Known seen = known.of(userId);
        return page(userId, seen, reading(userId, seen.withoutOwn(), List.of(0, 0, epoch, lastSeq)));
    }

    private InboxPage page(String userId, Known seen, Command reading) {
        List<@Nullable Object> answer = Reply.list(redis.call(reading));
        String epoch = Reply.text(answer.get(0));
        long newest = Reply.number(answer.get(2));
        noteEpoch(seen, epoch);
        known.saw(userId, epoch, newest);
        return new InboxPage(epoch, Reply.number(answer.get(1)), newest, entries(answer.subList(3, answer.size())));
    }

    /** Entries up to the first that is unreadable; when it stands in front, those behind it: a page has no holes. */
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
            LOG.warn("An entry of an inbox is unreadable and is left out");
            context.counters().unreadable();
        }
        return entry;
    }

    void acknowledge(String userId, DeviceKey device, String epoch, long inboxSeq) {
        if (inboxSeq <= 0) {
            return;
        }
        List<Object> args = new ArrayList<>(context.clockAndRetention());
        args.add(context.settings().maxDevices());
        args.add(field(device));
        args.add(inboxSeq);
        args.add(epoch);
        Object ignored = redis.call(ACKNOWLEDGE.on(List.of(context.keys().bounds(userId)), args.toArray()));
    }

    long acknowledged(String userId, DeviceKey device) {
        String text = Reply.text(redis.call(Command.read("HGET", context.keys().bounds(userId), field(device))));
        Matcher noted = NOTED.matcher(text);
        return noted.matches() ? Long.parseLong(noted.group(1)) : 0;
    }

    /** Whose inboxes this gateway put something into, before Redis went away if it did. */
    List<String> lately() {
        return known.appendedWithin(MOST_LOST);
    }

    /**
     * Looks whether what this gateway put into inboxes lately is still there; an inbox that lacks it gets a new epoch. Blocks.
     *
     * @param unanswered gets the users whose part of Redis did not answer
     * @return how many got one
     */
    int verify(List<String> users, List<String> unanswered) {
        int changed = 0;
        for (int from = 0; from < users.size(); from += VERIFIED_AT_ONCE) {
            changed += verifyPart(users.subList(from, Math.min(users.size(), from + VERIFIED_AT_ONCE)), unanswered);
        }
        if (changed > 0) {
            LOG.warn("Redis has lost messages: {} of {} inboxes lately used have a new epoch", changed, users.size());
        }
        return changed;
    }

    private int verifyPart(List<String> users, List<String> unanswered) {
        List<Known> seen = users.stream().map(known::of).toList();
        List<Command> commands = new ArrayList<>();
        for (int i = 0; i < users.size(); i++) {
            commands.add(reading(users.get(i), seen.get(i), List.of(0, 0)));
        }
        List<Reply> replies = redis.all(commands);
        int changed = 0;
        for (int i = 0; i < users.size(); i++) {
            if (replies.get(i).isFailed()) {
                unanswered.add(users.get(i));
                continue;
            }
            List<@Nullable Object> answer = replies.get(i).list();
            String epoch = Reply.text(answer.get(0));
            changed += noteEpoch(seen.get(i), epoch) ? 1 : 0;
            known.saw(users.get(i), epoch, Reply.number(answer.get(2)));
        }
        return changed;
    }

    /** @param what after which number, how many; and, for a client that resumes, the epoch and the number that it names */
    private Command reading(String userId, Known seen, List<Object> what) {
        List<Object> args = bounds(UUID.randomUUID().toString(), seen);
        args.add(Context.MAX_ANSWER_BYTES);
        args.addAll(what);
        return READ.readOn(context.keys().inbox(userId), args.toArray());
    }

    private List<Object> bounds(String fresh, Known seen) {
        List<Object> args = new ArrayList<>(context.clockAndRetention());
        args.addAll(List.of(fresh, seen.epoch(), seen.number(), seen.ownId(), seen.ownNumber()));
        return args;
    }

    private boolean noteEpoch(Known seen, String epoch) {
        if (seen.epoch().isEmpty() || seen.epoch().equals(epoch)) {
            return false;
        }
        // Another gateway may have found out and begun the new epoch; then this one only hears of it.
        LOG.debug("An inbox has a new epoch: Redis had lost a part of it, or it lay idle beyond retention");
        context.counters().newEpoch();
        return true;
    }

    private static String field(DeviceKey device) {
        return "ack " + device.platform() + ":" + device.deviceId();
    }
}
