package io.mychat.gateway.redis.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.redis.client.TestReplies;
import io.mychat.gateway.redis.settings.MessageSettings;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.session.UserInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The short script of a message does what the long one does, whatever other gateways and strangers do meanwhile. */
class KnownAppendTest {

    private static RedisProcess server;

    /** Small, so that bounds are reached. */
    private static final MessageSettings SETTINGS =
            new MessageSettings(Duration.ofDays(1), Duration.ofHours(1), 20, 12, 4, 1000);

    private static final Duration OLDER_THAN_ALL = Duration.ofDays(100_000);

    private static final List<String> USERS = List.of("alice", "bob", "c d", UserInfo.SYSTEM);

    @BeforeAll
    static void start() {
        server = RedisProcess.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void itDoesWhatTheLongOneDoes() {
        compare(0, 12, 6);
    }

    @Test
    @Tag("proof")
    void itDoesWhatTheLongOneDoesForLonger() {
        compare(1000, 200, 1);
    }

    @Test
    void theThirdMessageOfAChatIsOfTheShortScriptAndAPauseEndsThat() {
        List<String> scripts = new ArrayList<>();
        try (Side side = new Side(calls -> commands -> {
            commands.forEach(command -> scripts.add(isShort(command) ? "short" : "long"));
            return calls.all(commands);
        })) {
            for (int i = 0; i < 3; i++) {
                side.first.store().append(ChatNode.message("alice", "bob", "m" + i, "c" + i));
            }
            side.first.elapse(Duration.ofMinutes(1));
            side.first.store().append(ChatNode.message("alice", "bob", "m3", "c3"));

            assertThat(scripts).containsExactly("long", "short", "short", "long");
        }
    }

    @Test
    void whatAlwaysRefusesIsLeftAloneForAWhile() {
        List<String> scripts = new ArrayList<>();
        try (Side side = new Side(calls -> commands -> {
            commands.forEach(command -> scripts.add(isShort(command) ? "short" : "long"));
            return isShort(commands.get(0)) ? List.of(TestReplies.of(0L)) : calls.all(commands);
        })) {
            for (int i = 0; i < 40; i++) {
                side.first.store().append(ChatNode.message("alice", "bob", "m" + i, null));
            }

            assertThat(scripts).filteredOn("short"::equals).hasSize(16);
            assertThat(side.first.store().readInbox("bob", 0, 50).latestSeq()).isEqualTo(40);
        }
    }

    @Test
    void anInboxThatTakesNoEntryGetsItByTheSecondStep() {
        try (Side side = new Side(calls -> calls)) {
            for (int i = 0; i < 3; i++) {
                side.first.store().append(ChatNode.message("alice", "bob", "m" + i, null));
            }
            ChatKeys keys = new ChatKeys(side.first.redis().keys());
            side.call("DEL", keys.inbox("bob").get(0));
            side.call("RPUSH", keys.inbox("bob").get(0), "rubbish");

            side.first.store().append(ChatNode.message("alice", "bob", "m3", null));

            assertThat(side.contents("bob")).containsExactly("m3");
            assertThat(side.contents("alice")).containsExactly("m0", "m1", "m2", "m3");
            side.first.sweep(Duration.ZERO);
            assertThat(side.contents("alice")).containsExactly("m0", "m1", "m2", "m3");
            assertThat(PendingMarks.of(side.first)).isEmpty();
        }
    }

    /** @param each after how many steps all that can be seen is compared, which takes far longer than a step */
    private static void compare(int firstSeed, int rounds, int each) {
        int shortOnes = 0;
        for (int seed = firstSeed; seed < firstSeed + rounds; seed++) {
            int[] taken = new int[1];
            try (Side one = new Side(calls -> commands -> {
                        List<RedisReply> replies = calls.all(commands);
                        if (isShort(commands.get(0)) && !(replies.get(0).get() instanceof Long)) {
                            taken[0]++;
                        }
                        return replies;
                    });
                    Side other = new Side(calls ->
                            commands -> isShort(commands.get(0)) ? List.of(TestReplies.of(0L)) : calls.all(commands))) {
                Random random = new Random(seed);
                for (int step = 0; step < 60; step++) {
                    long what = random.nextLong();
                    assertThat(one.step(new Random(what), step))
                            .as("seed " + seed + ", step " + step)
                            .isEqualTo(other.step(new Random(what), step));
                    if (step % each == each - 1) {
                        assertThat(one.state())
                                .as("seed " + seed + ", step " + step)
                                .isEqualTo(other.state());
                    }
                }
            }
            shortOnes += taken[0];
        }
        assertThat(shortOnes).as("messages of the short script").isGreaterThan(10 * rounds);
    }

    private static boolean isShort(RedisCommand command) {
        return command.script() != null && command.script().text().contains("The short form of message-append.lua");
    }

    /** Two gateways on keys of their own, and a third one that hears. */
    private static final class Side implements AutoCloseable {

        private final RedisSettings settings = RedisServers.of(server);
        private final ChatNode first;
        private final ChatNode second;
        private final Channel heard;

        Side(UnaryOperator<RedisCalls> calls) {
            this.first = ChatNode.of(settings, "n1", SETTINGS, calls);
            this.second = ChatNode.of(settings, "n2", SETTINGS, calls);
            this.heard = new Channel(server, settings.servers().keyPrefix() + "inbox:hints:n3");
            logIn("bob", "n3");
            logIn("alice", "n1");
        }

        private void logIn(String user, String node) {
            call(
                    "HSET",
                    first.redis().keys().userSessions(user),
                    "web:" + node,
                    "{\"v\":1,\"node_id\":\"" + node + "\"}");
        }

        String call(String name, String key, Object... args) {
            try {
                return String.valueOf(first.redis().call(RedisCommand.write(name, key, args)));
            } catch (StoreUnavailableException e) {
                return "refused";
            }
        }

        /** Something that happens, and what its caller learns. */
        String step(Random random, int step) {
            ChatNode by = random.nextInt(3) == 0 ? second : first;
            String from = USERS.get(random.nextInt(USERS.size()));
            String to = USERS.get(random.nextInt(3));
            ChatKeys keys = new ChatKeys(by.redis().keys());
            ChatId chat = ChatId.between(from, to);
            return switch (random.nextInt(24)) {
                case 0 -> outcome(by.store().append(ChatNode.message(from, to, "again", "c" + random.nextInt(3))));
                case 1 -> outcome(by.store().append(ChatNode.message(from, to, "another", "c" + random.nextInt(3))));
                case 2 -> {
                    by.elapse(Duration.ofSeconds(random.nextInt(90)));
                    yield "";
                }
                case 3 -> {
                    NewMessage twice = ChatNode.message(from, to, "twice", null);
                    yield outcome(by.store().append(twice)) + outcome(by.store().append(twice));
                }
                case 4 -> {
                    List<String> all = new ArrayList<>(keys.chat(chat));
                    // Without the ids that it knows, an inbox gets once more what stands open, and only the short
                    // script leaves that.
                    all.addAll(keys.inbox(to).subList(0, 2));
                    all.add(keys.open(ChatKeys.bucket(chat)));
                    String key = all.get(random.nextInt(all.size()));
                    call("DEL", key);
                    if (random.nextBoolean()) {
                        call("RPUSH", key, "rubbish");
                    }
                    yield "";
                }
                case 5 -> {
                    call(
                            "HSET",
                            keys.bounds(to),
                            List.of("seq", "last", "epoch").get(random.nextInt(3)),
                            "7");
                    yield "";
                }
                case 6 -> call("ZADD", keys.open(ChatKeys.bucket(chat)), 0, chat + " 0000000000000001 1 5 v1 n9");
                case 7 -> {
                    InboxPage page = by.store().readInbox(to, 0, 5);
                    yield page.oldestSeq() + " " + page.latestSeq();
                }
                case 8 -> {
                    by.store().sweep(Duration.ZERO);
                    yield "";
                }
                case 9 -> {
                    logIn(to, random.nextBoolean() ? "n3" : "x\\\\\"y");
                    yield "";
                }
                case 10 -> call("XADD", keys.inbox(to).get(0), "9999-1", "what", "ever");
                default ->
                    outcome(by.store()
                            .append(ChatNode.message(from, to, "m" + step, random.nextBoolean() ? "c-" + step : null)));
            };
        }

        private static String outcome(AppendOutcome outcome) {
            return outcome instanceof AppendOutcome.Stored stored
                    ? "stored " + stored.message().chatSeq()
                    : outcome.getClass().getSimpleName();
        }

        List<String> contents(String user) {
            return first.store().readInbox(user, 0, 100).entries().stream()
                    .map(entry -> entry.message().content())
                    .toList();
        }

        /** All that a user can see, without ids and times; and what was published. */
        List<String> state() {
            // Takes completed marks away, as each gateway does all the time: only the short script leaves some.
            first.sweep(OLDER_THAN_ALL);
            second.sweep(OLDER_THAN_ALL);
            List<String> state = new ArrayList<>();
            for (String user : USERS) {
                InboxPage page = second.store().readInbox(user, 0, 100);
                state.add(user + " " + page.oldestSeq() + " " + page.latestSeq());
                for (InboxEntry entry : page.entries()) {
                    state.add(entry.inboxSeq() + " " + entry.message().chatSeq() + " "
                            + entry.message().content());
                }
                for (String other : USERS) {
                    second.store()
                            .history(ChatId.between(user, other), 100, Optional.empty())
                            .ifPresent(page2 -> page2.messages()
                                    .forEach(message -> state.add(message.chatSeq() + " " + message.content())));
                }
            }
            for (String line : heard.take()) {
                String[] parts = line.split("\n", -1);
                state.add(
                        parts.length < 8
                                ? parts[0]
                                : parts[1] + " " + parts[3] + " " + parts[5] + " " + parts[8].replaceAll(" .*", ""));
            }
            return state;
        }

        @Override
        public void close() {
            first.close();
            second.close();
            heard.close();
        }
    }
}
