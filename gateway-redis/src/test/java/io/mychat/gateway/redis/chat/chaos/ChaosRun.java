package io.mychat.gateway.redis.chat.chaos;

import io.mychat.gateway.redis.chat.ChatNode;
import io.mychat.gateway.redis.chat.PendingMarks;
import io.mychat.gateway.redis.chat.RedisMessageStore;
import io.mychat.gateway.redis.chat.chaos.History.Answer;
import io.mychat.gateway.redis.chat.chaos.History.Sent;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.inspection.ServerCheckSettings;
import io.mychat.gateway.redis.settings.MessageSettings;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.testing.RealTime;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.HistoryPage;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.chat.NewMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Users who send and read through three gateways, while gateways stop in the middle of a call and Redis is killed and comes
 * back with what is on its disk. Everything is recorded in a {@link History}.
 */
final class ChaosRun implements AutoCloseable {

    private static final int NODES = 3;
    private static final List<String> USERS = List.of("alice", "bob", "carol", "dave", "erin", "frank");
    private static final Duration DEADLINE = Duration.ofMillis(500);

    private final History history = new History();
    private final RedisProcess server = RedisProcess.startDurable();
    /** A quick machine gets beyond the default bounds, and what they drop would look like a loss. */
    private static final MessageSettings ROOMY =
            new MessageSettings(Duration.ofDays(30), Duration.ofHours(24), 1_000_000, 1_000_000, 32, 1_000);

    private final RedisSettings settings = RedisServers.of(server).withDeadline(DEADLINE);
    private final AtomicReferenceArray<ChatNode> nodes = new AtomicReferenceArray<>(NODES);
    private final AtomicInteger nodeIds = new AtomicInteger();
    private final Map<String, String> epochs = new ConcurrentHashMap<>();
    private final long seed;
    private volatile boolean sending = true;
    private volatile boolean reading = true;

    ChaosRun(long seed) {
        this.seed = seed;
        for (int i = 0; i < NODES; i++) {
            nodes.set(i, newNode());
        }
    }

    History history() {
        return history;
    }

    /** Lets it all happen for so long, then lets it come to rest, and says what is wrong. */
    List<String> run(Duration howLong) throws InterruptedException {
        List<Thread> senders =
                USERS.stream().map(user -> thread(() -> send(user))).toList();
        List<Thread> readers =
                USERS.stream().map(user -> thread(() -> read(user))).toList();

        breakThings(System.nanoTime() + howLong.toNanos());

        sending = false;
        join(senders);
        ChatNode last = newNode();
        sweep(last);
        reading = false;
        join(readers);
        List<String> wrong = history.check(chats(last), inboxes(last));
        if (!PendingMarks.of(last).isEmpty()) {
            wrong.add("marks stay open");
        }
        last.close();
        return wrong;
    }

    private void breakThings(long end) {
        Random random = new Random(seed);
        for (int round = 1; System.nanoTime() < end; round++) {
            pause(200 + random.nextInt(300));
            if (round % 4 == 0) {
                server.restart();
                awaitNewFile();
            } else {
                ChatNode ends = nodes.getAndSet(random.nextInt(NODES), newNode());
                ends.stopAbruptly();
            }
            sweepSome();
        }
    }

    /** As the gateways do when Redis is back: a kill may have cut its file within a message. */
    private void awaitNewFile() {
        ServerCheckSettings check = new ServerCheckSettings(Duration.ofMillis(20), Duration.ofSeconds(1));
        try (Redis gateway = Redis.of(RedisServers.of(server), check, new RealTime())) {
            gateway.inspectServers();
            Awaitility.await().pollInterval(Duration.ofMillis(5)).until(server::hasRewritten);
        }
    }

    /** As the gateways that live do from time to time. */
    private void sweepSome() {
        try {
            nodes.get(0).sweep(Duration.ofMillis(300));
        } catch (StoreUnavailableException e) {
            return;
        }
    }

    private void send(String user) {
        Random random = new Random(seed + user.hashCode());
        for (int i = 0; sending; i++) {
            String to = USERS.get(random.nextInt(USERS.size()));
            String content = user + "-" + i;
            String clientMsgId = random.nextInt(4) == 0 ? null : "c" + i;
            history.sent(new Sent(user, to, content, send(user, to, content, clientMsgId)));
        }
    }

    /** With a client_msg_id the sender asks until there is an answer. */
    private Answer send(String user, String to, String content, @Nullable String clientMsgId) {
        do {
            try {
                Object outcome = append(ChatNode.message(user, to, content, clientMsgId));
                if (outcome.getClass().getSimpleName().equals("ClientMsgIdReused")) {
                    history.fault("a client_msg_id of " + user + " was taken for another message's");
                }
                return Answer.STORED;
            } catch (StoreUnavailableException e) {
                pause(20);
            }
        } while (clientMsgId != null);
        return Answer.UNKNOWN;
    }

    /** With a thread that waits for the answer, and without one. */
    private AppendOutcome append(NewMessage message) {
        RedisMessageStore store = node().store();
        if (message.content().hashCode() % 2 == 0) {
            return store.append(message);
        }
        try {
            return store.appendLater(message).toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoreUnavailableException unavailable) {
                throw unavailable;
            }
            throw e;
        }
    }

    private void read(String user) {
        long last = 0;
        boolean drained = false;
        boolean isLastLook = false;
        // What came before the end has to be seen by a look that begins after it.
        while (!isLastLook || !drained) {
            isLastLook = !reading;
            try {
                InboxPage page = node().store().readInbox(user, last, 50);
                last = take(user, page, last);
                drained = last == page.latestSeq();
            } catch (StoreUnavailableException e) {
                drained = false;
            }
            pause(5);
        }
    }

    private long take(String user, InboxPage page, long last) {
        if (!page.epoch().equals(epochs.computeIfAbsent(user, nobody -> page.epoch()))) {
            history.fault("the inbox of " + user + " has another epoch, and nothing was lost");
            epochs.put(user, page.epoch());
        }
        long next = last;
        for (InboxEntry entry : page.entries()) {
            next++;
            if (entry.inboxSeq() != next) {
                history.fault("the reader of " + user + " got number " + entry.inboxSeq() + " instead of " + next);
            }
        }
        history.seen(user, page.entries());
        return next;
    }

    private void sweep(ChatNode chatNode) {
        while (true) {
            try {
                chatNode.sweep(Duration.ZERO);
                if (PendingMarks.of(chatNode).isEmpty()) {
                    return;
                }
            } catch (StoreUnavailableException e) {
                pause(50);
            }
        }
    }

    private Map<String, List<String>> chats(ChatNode chatNode) {
        Map<String, List<String>> chats = new HashMap<>();
        for (String one : USERS) {
            for (String other : USERS) {
                if (one.compareTo(other) < 0) {
                    chats.put(one + " " + other, contents(chatNode, ChatId.between(one, other)));
                } else if (one.equals(other)) {
                    chats.put(one + " " + one, contents(chatNode, ChatId.between(one, one)));
                }
            }
        }
        return chats;
    }

    private static List<String> contents(ChatNode chatNode, ChatId chat) {
        List<String> contents = new ArrayList<>();
        Optional<String> before = Optional.empty();
        HistoryPage page;
        do {
            page = chatNode.store().history(chat, 200, before).orElseThrow();
            contents.addAll(
                    0, page.messages().stream().map(ChatMessage::content).toList());
            before = page.messages().stream().findFirst().map(ChatMessage::messageId);
        } while (page.hasMore());
        return contents;
    }

    private static Map<String, List<String>> inboxes(ChatNode chatNode) {
        Map<String, List<String>> inboxes = new HashMap<>();
        for (String user : USERS) {
            List<String> contents = new ArrayList<>();
            InboxPage page;
            do {
                page = chatNode.store().readInbox(user, contents.size(), 500);
                page.entries().forEach(entry -> contents.add(entry.message().content()));
            } while (contents.size() < page.latestSeq());
            inboxes.put(user, contents);
        }
        return inboxes;
    }

    private ChatNode node() {
        return nodes.get(Math.floorMod(System.nanoTime() / 1000, NODES));
    }

    private ChatNode newNode() {
        return ChatNode.of(settings, "n" + nodeIds.incrementAndGet(), ROOMY);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "turmoil");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(60));
            if (thread.isAlive()) {
                throw new IllegalStateException("a user hangs");
            }
        }
    }

    /** Users and accidents have a pace; nothing depends on it. */
    private static void pause(int millis) {
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }

    @Override
    public void close() {
        sending = false;
        reading = false;
        for (int i = 0; i < NODES; i++) {
            nodes.get(i).close();
        }
        server.close();
    }
}
