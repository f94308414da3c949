package io.mychat.gateway.redis.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.auth.RedisLoginFailures;
import io.mychat.gateway.redis.auth.RedisTokenStore;
import io.mychat.gateway.redis.ban.RedisBanStore;
import io.mychat.gateway.redis.chat.RedisMessageStore;
import io.mychat.gateway.redis.client.Keys;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.redis.push.RedisIdempotencyStore;
import io.mychat.gateway.redis.settings.MessageSettings;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.testing.DocumentedKeys;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.LoginFailures.Bound;
import io.mychat.gateway.spi.auth.LoginFailures.KnownOrigin;
import io.mychat.gateway.spi.auth.RefreshGrant;
import io.mychat.gateway.spi.auth.RotationOutcome.Rotated;
import io.mychat.gateway.spi.auth.RotationRequest;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.ban.Ban;
import io.mychat.gateway.spi.ban.BanTarget;
import io.mychat.gateway.spi.ban.BanTerms;
import io.mychat.gateway.spi.ban.BanVersion;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.chat.MessageArchive;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.DeviceSelector;
import io.mychat.gateway.spi.session.IdempotencyClaim;
import io.mychat.gateway.spi.session.LoginOutcome.Cause;
import io.mychat.gateway.spi.session.OnlineUser;
import io.mychat.gateway.spi.session.Platform.WhenFull;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.UserInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each key that the documentation names, with a value of each type that it must not have. */
class EveryKeyTest {

    private static final Map<String, RedisCommand> RUBBISH = new LinkedHashMap<>();
    /** Whatever stands there says that something was revoked: in doubt, it was. */
    private static final Set<String> ANY_TYPE = Set.of("token:family_revoked:{family}", "token:revoked:{user}:<token>");

    private static final DeviceKey DEVICE = new DeviceKey("web", "d");
    private static final UserInfo EVE = new UserInfo("eve", "Eve", Set.of());
    private static final ChatId CHAT = ChatId.between("eve", "bob");

    static {
        RUBBISH.put("string", RedisCommand.write("SET", "", "x"));
        RUBBISH.put("hash", RedisCommand.write("HSET", "", "x", "x"));
        RUBBISH.put("set", RedisCommand.write("SADD", "", "x"));
        RUBBISH.put("zset", RedisCommand.write("ZADD", "", 1, "x"));
        RUBBISH.put("stream", RedisCommand.write("XADD", "", "1-1", "x", "x"));
    }

    private final RedisSettings settings = RedisServers.single();
    private final TestNode node = new TestNode(
            "n", settings, new SeatRule(1, WhenFull.KICK_OLDEST, 0, Duration.ofMinutes(5)), SessionSettings.defaults());
    private final RedisTokenStore tokens = new RedisTokenStore(node.redis, () -> Duration.ofDays(1));
    private final RedisLoginFailures failures = new RedisLoginFailures(node.redis);
    private final RedisIdempotencyStore pushes = new RedisIdempotencyStore(node.redis);
    private final RedisBanStore bans = new RedisBanStore(node.redis);
    private final RedisMessageStore messages =
            RedisMessageStore.start(node.redis, MessageSettings.defaults(), "n", Set::of);
    private final Instant end = Instant.now().plus(Duration.ofDays(1));
    private int life;

    @AfterEach
    void close() {
        messages.close();
        node.close();
    }

    @Test
    void rubbishStopsNobody() {
        Session bob = node.seated("b", "bob", "web", "b");
        for (DocumentedKeys key : DocumentedKeys.all()) {
            if (key.name().startsWith("nodes:")) {
                continue;
            }
            for (String type : RUBBISH.keySet()) {
                if (!type.equals(key.type())) {
                    before(key, type);
                    meanwhile(key, type);
                }
            }
            assertThat(node.store.isCurrent(bob))
                    .as("another's session beside %s", key)
                    .isTrue();
        }
        assertThat(rubbishTakenOut()).isGreaterThan(20);
    }

    @Test
    void rubbishAmongTheNodesStopsNobody() {
        List<DocumentedKeys> all = DocumentedKeys.all().stream()
                .filter(key -> key.name().startsWith("nodes:"))
                .toList();
        assertThat(all).hasSize(7);
        for (String type : RUBBISH.keySet()) {
            all.stream().filter(key -> !key.type().equals(type)).forEach(key -> write(key.name(), type));

            Awaitility.await().pollDelay(Duration.ZERO).untilAsserted(() -> {
                beatAndClean();
                for (DocumentedKeys key : all) {
                    assertThat(type(key.name())).as("%s after a %s", key, type).isIn("none", key.type());
                }
                assertThat(RedisReply.text(node.redis.call(RedisCommand.read("GET", key("nodes:cleaner:{nodes}")))))
                        .isEqualTo(node.membership.incarnation());
            });
            liveAgain();
        }
        Object unused =
                node.redis.call(RedisCommand.write("SET", key("nodes:cleaner:{nodes}"), "nobody, and for ever"));
        unused = node.redis.call(RedisCommand.write("SET", key("nodes:last:{nodes}"), "-1e300"));
        unused = node.redis.call(
                RedisCommand.write("ZADD", key("nodes:leases:{nodes}"), "inf", "undead", "1e300", "too"));
        unused =
                node.redis.call(RedisCommand.write("HSET", key("nodes:info:{nodes}"), "undead", "{\"node_id\":\"u\"}"));
        Awaitility.await().untilAsserted(() -> {
            beatAndClean();
            assertThat(RedisReply.text(node.redis.call(RedisCommand.read("GET", key("nodes:cleaner:{nodes}")))))
                    .isEqualTo(node.membership.incarnation());
            assertThat(RedisReply.texts(node.redis.call(RedisCommand.read("HKEYS", key("nodes:info:{nodes}")))))
                    .containsExactly(node.membership.incarnation());
        });
        liveAgain();
    }

    @Test
    void numbersThatAreNoneStopNobody() {
        for (String number : List.of("-5", "9223372036854775807", "9007199254740993", "1e300", "inf", "abc", "1.5")) {
            life++;
            set("token:generation:{eve}", number);
            set("user:seq:{eve}", number);
            begin();
            goOn(true);
            for (String field : List.of("expires", "expires_at", "used_at", "grant")) {
                begin();
                call("HSET", "token:family:{f" + life + "}", field, number);
                goOn(false);
            }
            call("HSET", "login:failures:{eve}:eve", number, number, "7", number);
            call("ZADD", "user:fences:{eve}", "inf", "K:*:*", "1e300", "T:*:*");
            begin();
            goOn(true);
        }
    }

    /** It was there before. */
    private void before(DocumentedKeys key, String type) {
        life++;
        if (!key.name().startsWith("token:hash:")) {
            write(name(key), type);
            begin();
            goOn(!ANY_TYPE.contains(key.name()));
            isMended(key, type);
        }
    }

    /** It comes while something is under way. */
    private void meanwhile(DocumentedKeys key, String type) {
        begin();
        write(name(key), type);
        goOn(false);
        isMended(key, type);
        live();
    }

    private void isMended(DocumentedKeys key, String type) {
        if (key.name().startsWith("chat:index:")) {
            lookAtAllChats();
        }
        if (key.name().startsWith("inbox:ids:")) {
            lookAfterTheInbox(key);
            return;
        }
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .untilAsserted(() -> assertThat(type(name(key)))
                        .as("%s after a %s", key, type)
                        .isIn("none", key.type()));
    }

    /** What the first message after an outage does; no other one needs to know which ids the inbox had. */
    private void lookAfterTheInbox(DocumentedKeys key) {
        messages.onSubscribed();
        Awaitility.await().pollDelay(Duration.ZERO).untilAsserted(() -> {
            Object unused = messages.append(new NewMessage(
                    UUID.randomUUID().toString(), "eve", "bob", "hello", null, "s" + life, Instant.now()));
            assertThat(type(name(key))).isIn("none", key.type());
        });
    }

    /** What an export does; the index concerns nothing else. */
    private void lookAtAllChats() {
        MessageArchive archive = messages.archive().orElseThrow();
        Optional<String> cursor = Optional.of(MessageArchive.FIRST);
        while (cursor.isPresent()) {
            cursor = archive.chats(cursor.get(), 100).next();
        }
    }

    /** What the node does by itself, only later. */
    private void beatAndClean() {
        node.membership.soon();
        node.store.cleanNow();
    }

    private void live() {
        begin();
        goOn(true);
    }

    /** A node that has lost its lease first registers its sessions again. */
    private void liveAgain() {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .ignoreExceptionsInstanceOf(StoreUnavailableException.class)
                .untilAsserted(this::live);
    }

    private void begin() {
        life++;
        Session unused = node.seated("s" + life, "eve", "web", "d");
        tokens.open(new RefreshGrant("f" + life, EVE, DEVICE, end), "t" + life);
        assertThat(failures.count(List.of(new Bound("eve", 1_000_000)))).isZero();
        failures.remember(new KnownOrigin("eve", "home"), Duration.ofHours(1), 3);
        assertThat(bans.add(ban(), 1000)).isTrue();
    }

    /** @param strictly nothing may be lost */
    private void goOn(boolean strictly) {
        List<Session> sessions = node.store.sessionsOf("eve");
        boolean found = node.store.find("s" + life).isPresent();
        boolean isOnline = node.store.onlineUsers() > 0
                && node.store.online(1000, Optional.empty()).users().stream()
                        .map(OnlineUser::userId)
                        .anyMatch("eve"::equals);
        TokenClaims claims =
                new TokenClaims("a" + life, EVE, DEVICE, "f" + life, tokens.generation("eve"), Instant.now(), end);
        boolean isRevoked = tokens.isRevoked(claims);
        // One of another issuer, which names no login.
        isRevoked |= tokens.isRevoked(
                new TokenClaims("o" + life, EVE, DEVICE, "", tokens.generation("eve"), Instant.now(), end));
        assertThat(failures.isKnown(new KnownOrigin("eve", "elsewhere"))).isFalse();
        Object rotated = tokens.rotate(new RotationRequest(
                "t" + life,
                new RotationRequest.Successor("u" + life, "sealed", end),
                Duration.ofDays(30_000),
                "192.0.2.1"));
        IdempotencyClaim claim = pushes.claim("k" + life, "print", Duration.ofMinutes(1));
        if (claim instanceof IdempotencyClaim.Granted granted) {
            pushes.complete("k" + life, granted.ticket(), "1", Duration.ofMinutes(1));
            pushes.release("k" + life, granted.ticket());
        }
        Object sent = messages.append(
                new NewMessage("m" + life, "eve", "bob", "hello", "c" + life, "s" + life, Instant.now()));
        InboxPage inbox = messages.readInbox("bob", 0, 10);
        messages.acknowledge("bob", DEVICE, inbox.epoch(), inbox.latestSeq());
        boolean isBanned = bans.changedSince(BanVersion.NONE).stream()
                .anyMatch(list -> list.bans().contains(ban()));
        boolean unusedLift = bans.remove(ban().id());
        if (strictly) {
            assertThat(isBanned).isTrue();
            assertThat(sessions).extracting(Session::id).containsExactly("s" + life);
            assertThat(found).isTrue();
            assertThat(isOnline).isTrue();
            assertThat(isRevoked).isFalse();
            assertThat(rotated).isInstanceOf(Rotated.class);
            assertThat(claim).isInstanceOf(IdempotencyClaim.Granted.class);
            assertThat(messages.acknowledged("bob", DEVICE)).isEqualTo(inbox.latestSeq());
            assertThat(messages.history(CHAT, 1, Optional.empty())
                            .orElseThrow()
                            .messages()
                            .get(0)
                            .messageId())
                    .isEqualTo("m" + life);
        }
        assertThat(sent).isNotNull();
        assertThat(failures.count(List.of(new Bound("eve", 1_000_000)))).isZero();
        tokens.revokeToken(claims);
        tokens.revokeFamily("f" + life);
        List<RefreshGrant> unusedGrants = tokens.revokeDevice("eve", DEVICE);
        assertThat(tokens.revokeUser("eve")).isGreaterThan(claims.generation());
        List<Session> unusedEnds =
                node.store.removeDevices("eve", new DeviceSelector(Optional.of("web"), Optional.of("d")), Cause.KICKED);
        assertThat(node.store.sessionsOf("eve")).isEmpty();
    }

    private Ban ban() {
        return new Ban(
                "b-" + life,
                new BanTarget.User("mallory"),
                "",
                new BanTerms("spam", "root", Instant.EPOCH, Optional.of(end), false));
    }

    private String name(DocumentedKeys key) {
        return key.with(Map.ofEntries(
                Map.entry("user", key.name().startsWith("inbox:") ? "bob" : "eve"),
                Map.entry("session", "s" + life),
                Map.entry("incarnation", node.membership.incarnation()),
                Map.entry("family", "f" + life),
                Map.entry("hash", "t" + life),
                Map.entry("token", "a" + life),
                Map.entry("key", "k" + life),
                Map.entry("what", "eve"),
                Map.entry("about", "eve"),
                Map.entry("0", String.valueOf(Keys.onlineBucket("eve"))),
                Map.entry("B", "c" + Math.floorMod(CHAT.toString().hashCode(), 1024)),
                Map.entry("chat_id", CHAT.toString()),
                Map.entry("client_msg_id", "c" + life)));
    }

    private void write(String name, String type) {
        Object unused = node.redis.call(RedisCommand.write("DEL", key(name)));
        RedisCommand pattern = Objects.requireNonNull(RUBBISH.get(type));
        unused = node.redis.call(
                RedisCommand.write(pattern.name(), key(name), pattern.args().toArray()));
    }

    private void set(String name, String value) {
        call("SET", name, value);
    }

    private void call(String command, String name, Object... args) {
        Object unused = node.redis.call(RedisCommand.write(command, key(name), args));
    }

    private String type(String name) {
        return RedisReply.text(node.redis.call(RedisCommand.read("TYPE", key(name))));
    }

    private String key(String name) {
        return settings.servers().keyPrefix() + name;
    }

    private double rubbishTakenOut() {
        return node.redis.metrics().stream()
                .filter(metric -> metric.name().equals("redis_rubbish_total"))
                .mapToDouble(Metric::value)
                .sum();
    }
}
