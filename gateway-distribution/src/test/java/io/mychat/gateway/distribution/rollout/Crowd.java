package io.mychat.gateway.distribution.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.distribution.Installation;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Resuming clients that write to each other in a ring: each to the next one, every five seconds or as {@code
 * -Drollout.pause.ms} says.
 */
final class Crowd implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(Integer.getInteger("rollout.patience.seconds", 240));

    /** Long: an attempt that is given up costs as much as one that succeeds. */
    private static final Duration CONNECT = Duration.ofSeconds(20);

    private static final int CONNECTS_PER_SECOND = Integer.getInteger("rollout.connects", 100);
    private static final int PAUSE_MILLIS = Integer.getInteger("rollout.pause.ms", 5000);
    private static final int LOGINS_AT_ONCE = 16;

    private final List<ResumingClient> clients = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
    private final Measures measures = new Measures();

    private Crowd() {}

    /**
     * Gives each client a token, has it connect, and waits for all of them; then they talk.
     *
     * @param gateway one that the clients log in to for their tokens
     * @param where the address of each client
     */
    static Crowd of(int size, Installation gateway, HttpClient http, IntFunction<URI> where) {
        Crowd crowd = new Crowd();
        List<String> tokens = tokens(size, gateway);
        for (int i = 0; i < size; i++) {
            crowd.add(http, where.apply(i), i, tokens.get(i), "u" + (i + 1) % size);
        }
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> crowd.clients.stream().allMatch(ResumingClient::isBound));
        crowd.clients.forEach(ResumingClient::talk);
        return crowd;
    }

    private static List<String> tokens(int size, Installation gateway) {
        Semaphore places = new Semaphore(LOGINS_AT_ONCE);
        List<CompletableFuture<String>> tokens = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            places.acquireUninterruptibly();
            String body = "{\"username\":\"u" + i + "\",\"password\":\"" + Installation.PASSWORD
                    + "\",\"platform\":\"android\",\"device_id\":\"d\"}";
            tokens.add(gateway.operator()
                    .withPatience(CONNECT)
                    .postAsync("/api/auth/login", body)
                    .thenApply(answer -> answer.text("token"))
                    .whenComplete((token, failure) -> places.release()));
        }
        List<String> all = tokens.stream().map(CompletableFuture::join).toList();
        assertThat(all).doesNotContain("");
        return all;
    }

    private void add(HttpClient http, URI uri, int number, String token, String receiver) {
        ResumingClient client = new ResumingClient(new SharedEnvironment(http, uri), "u" + number, token, receiver);
        clients.add(client);
        int first = ThreadLocalRandom.current().nextInt(PAUSE_MILLIS);
        long turn = TimeUnit.SECONDS.toMillis(number) / CONNECTS_PER_SECOND;
        ScheduledFuture<?> unused = clock.schedule(client::connect, turn, TimeUnit.MILLISECONDS);
        unused = clock.scheduleAtFixedRate(client::tick, first, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** What has been measured since the last call. */
    Stretch takeMeasures(String what) {
        Stretch stretch = measures.take(what);
        System.out.println(stretch);
        return stretch;
    }

    /** Waits until each client is connected and has received two further messages. */
    void awaitTalk() {
        try {
            awaitTwoMessages();
        } catch (ConditionTimeoutException e) {
            takeMeasures("they do not talk");
            throw e;
        }
    }

    private void awaitTwoMessages() {
        List<Integer> before =
                clients.stream().map(ResumingClient::receivedCount).toList();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(IntStream.range(0, clients.size())
                                .filter(i -> !clients.get(i).isBound()
                                        || clients.get(i).receivedCount() < before.get(i) + 2)
                                .mapToObj(i -> clients.get(i).name())
                                .toList())
                        .as("clients that do not talk")
                        .isEmpty());
    }

    /** Ends the conversations: each client has received what the previous one has sent, once and in order. */
    void assertNothingIsLostOrDoubled() {
        clients.forEach(ResumingClient::end);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> clients.stream().allMatch(ResumingClient::isAnswered));
        for (int i = 0; i < clients.size(); i++) {
            ResumingClient sender = clients.get(i);
            ResumingClient receiver = clients.get((i + 1) % clients.size());
            List<String> sent = IntStream.rangeClosed(1, sender.sent())
                    .mapToObj(number -> sender.name() + "-" + number)
                    .toList();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(receiver.received())
                            .as(() -> "received by " + receiver.name() + "; faults: " + faults())
                            .isEqualTo(sent));
        }
        assertThat(faults()).isEmpty();
    }

    long messages() {
        return clients.stream().mapToLong(ResumingClient::sent).sum();
    }

    private List<String> faults() {
        return clients.stream().flatMap(client -> client.faults().stream()).collect(Collectors.toList());
    }

    @Override
    public void close() {
        clients.forEach(ResumingClient::leave);
        clock.shutdownNow();
    }

    private final class SharedEnvironment implements ResumingClient.Environment {

        private final HttpClient http;
        private final URI uri;

        SharedEnvironment(HttpClient http, URI uri) {
            this.http = http;
            this.uri = uri;
        }

        @Override
        public CompletableFuture<WebSocket> connect(WebSocket.Listener listener) {
            return http.newWebSocketBuilder().connectTimeout(CONNECT).buildAsync(uri, listener);
        }

        @Override
        public void after(long millis, Runnable task) {
            if (!clock.isShutdown()) {
                var unused = clock.schedule(task, millis, TimeUnit.MILLISECONDS);
            }
        }

        @Override
        public void back(long millis) {
            measures.back(millis);
        }

        @Override
        public void loggedIn(long millis) {
            measures.loggedIn(millis);
        }

        @Override
        public void refused(String why) {
            measures.refused(why);
        }

        @Override
        public void delivered(long millis) {
            measures.delivered(millis);
        }
    }
}
