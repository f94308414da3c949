package io.mychat.gateway.attack.flood;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.auth.PasswordHasher;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestHttpClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * 26 bad logins a second from 50 addresses, for ten seconds, with the real cost of a password: an honest login takes less than 0.3 s
 * at the median, on a machine that does nothing else. The client's address is what a trusted proxy says, so that there are as
 * many as the test wants.
 */
@Tag("proof")
@Timeout(120)
class LoginUnderAttackTest {

    private static final Logger log = LoggerFactory.getLogger(LoginUnderAttackTest.class);
    private static final String PASSWORD = "correct horse battery staple";
    private static final String HONEST = "203.0.113.1";
    private static final Duration WANTED = Duration.ofMillis(300);
    private static final int ADDRESSES = 50;
    private static final long PAUSE_MILLIS = 1000 / 26;
    private static final int HONEST_LOGINS = 20;
    private static final long HONEST_PAUSE_MILLIS = 500;

    @TempDir
    private Path directory;

    private final ScheduledExecutorService attackers = Executors.newSingleThreadScheduledExecutor();
    private final Map<Integer, LongAdder> answers = new ConcurrentHashMap<>();

    @SuppressWarnings("NullAway.Init")
    private LiveGateway gateway;

    /** Whose names the attackers use. */
    enum Victims {
        UNKNOWN,
        OTHERS,
        THE_HONEST_ONE;

        String name(int attempt) {
            return switch (this) {
                case UNKNOWN -> "nobody" + attempt;
                case OTHERS -> "user" + attempt % 5;
                case THE_HONEST_ONE -> "alice";
            };
        }
    }

    @BeforeEach
    void start() throws IOException {
        String hash = new PasswordHasher().hash(PASSWORD);
        List<String> users = new ArrayList<>();
        for (String name : List.of("alice", "user0", "user1", "user2", "user3", "user4")) {
            users.add("{\"user_id\":\"" + name + "\",\"username\":\"" + name + "\",\"password_hash\":\"" + hash
                    + "\",\"roles\":[]}");
        }
        Path file = Files.writeString(directory.resolve("users.json"), users.toString());
        gateway = LiveGateway.start(LiveGateway.withDefaults()
                .setting("auth.users_file", file.toString())
                .setting("security.trusted_proxies", List.of("127.0.0.1"))
                .setting("security.client_address", "x-forwarded-for"));
    }

    @AfterEach
    void stop() {
        attackers.shutdownNow();
        gateway.close();
    }

    @ParameterizedTest
    @EnumSource
    void anHonestLoginTakesLessThanThreeTenthsOfASecond(Victims victims) throws Exception {
        Duration alone = median(5);
        AtomicInteger sent = new AtomicInteger();
        Object unusedTask = attackers.scheduleAtFixedRate(
                () -> {
                    int i = sent.getAndIncrement();
                    String address = "198.51.100." + (i % ADDRESSES + 1);
                    Object unused = login(victims.name(i), "wrong", address)
                            .thenAccept(
                                    response -> answers.computeIfAbsent(response.status(), status -> new LongAdder())
                                            .increment());
                },
                0,
                PAUSE_MILLIS,
                TimeUnit.MILLISECONDS);

        Duration median = median(HONEST_LOGINS);
        log.info(
                "{}: median {} ms, without attackers {} ms; they got {}",
                victims,
                median.toMillis(),
                alone.toMillis(),
                answers);
        assertThat(sent).hasValueGreaterThan(200);
        assertThat(median)
                .as("without attackers %s, who got %s", alone, answers)
                .isLessThan(WANTED);
    }

    private Duration median(int logins) throws IOException, InterruptedException {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < logins; i++) {
            // The pace of the honest one, not a wait for something.
            TimeUnit.MILLISECONDS.sleep(HONEST_PAUSE_MILLIS);
            long began = System.nanoTime();
            int status = login("alice", PASSWORD, HONEST).join().status();
            times.add(Duration.ofNanos(System.nanoTime() - began));
            assertThat(status).as("honest login %s", i).isEqualTo(200);
        }
        Collections.sort(times);
        return times.get(times.size() / 2);
    }

    private CompletableFuture<TestHttpClient.Answer> login(String user, String password, String address) {
        return gateway.http()
                .withPatience(Duration.ofSeconds(30))
                .withHeader("X-Forwarded-For", address)
                .postAsync(
                        "/api/auth/login",
                        "{\"username\":\"" + user + "\",\"password\":\"" + password + "\",\"platform\":\"web\"}");
    }
}
