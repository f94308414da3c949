package io.mychat.gateway.standalone.load;

import io.mychat.gateway.client.BackoffSettings;
import io.mychat.gateway.client.ClientState;
import io.mychat.gateway.client.GatewayClient;
import io.mychat.gateway.client.data.UserInfo;
import io.mychat.gateway.client.jdk.JdkNetwork;
import io.mychat.gateway.client.jdk.JdkTimers;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Pairs of people write to each other at a fixed pace; one thread is their clock. */
public final class LoadTest {

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /**
     * What is tried.
     *
     * @param url of the WebSocket port
     * @param apiUrl of the HTTP API, which refreshes tokens
     * @param seconds how long people write
     * @param perSecond messages of each person in a second
     * @param bytes of a message, at least
     * @param patience how long nobody may come in at the beginning, and how long the last messages may take
     */
    public record Plan(String url, String apiUrl, int seconds, double perSecond, int bytes, Duration patience) {}

    private final Plan plan;
    private final Tally tally = new Tally();
    private final List<Person> people = new ArrayList<>();

    private LoadTest(Plan plan) {
        this.plan = plan;
    }

    /**
     * Runs it.
     *
     * @param http opens the connections; see {@link io.mychat.gateway.client.jdk.JdkNetwork}
     * @param accounts names and passwords, one after the other: the first two talk, then the next two
     * @throws CompletionException when somebody cannot log in
     */
    public static LoadReport run(Plan plan, HttpClient http, List<String[]> accounts) {
        LoadTest test = new LoadTest(plan);
        ExecutorService callbacks = Executors.newFixedThreadPool(4, task -> {
            Thread thread = new Thread(task, "load-test");
            thread.setDaemon(true);
            return thread;
        });
        try (JdkNetwork network = new JdkNetwork(http);
                JdkTimers timers = new JdkTimers()) {
            String mark = UUID.randomUUID().toString();
            for (String[] account : accounts) {
                GatewayClient client = GatewayClient.builder(plan.url())
                        .apiUrl(plan.apiUrl())
                        .backoff(BackoffSettings.DEFAULT)
                        .sockets(network)
                        .http(network)
                        .timers(timers)
                        .callbacks(callbacks)
                        .build();
                test.people.add(new Person(new Person.Account(account[0], account[1]), client, test.tally, mark));
            }
            return test.talk();
        } finally {
            test.people.forEach(Person::close);
            callbacks.shutdown();
        }
    }

    /** Waits while people come in: a busy gateway checks one password after the other, an absent one none. */
    private void logIn() {
        List<CompletableFuture<UserInfo>> logins =
                people.stream().map(Person::connect).toList();
        long in = 0;
        long patient = System.nanoTime() + plan.patience().toNanos();
        while (in < logins.size()) {
            logins.stream().filter(CompletableFuture::isCompletedExceptionally).forEach(CompletableFuture::join);
            long before = in;
            in = logins.stream().filter(CompletableFuture::isDone).count();
            if (in > before) {
                patient = System.nanoTime() + plan.patience().toNanos();
            } else if (System.nanoTime() - patient >= 0) {
                throw new CompletionException(new TimeoutException(plan.url() + ": " + in + " of " + logins.size()
                        + " people are logged in, and no more came for "
                        + plan.patience().toSeconds() + " s"));
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        logins.forEach(CompletableFuture::join);
    }

    private LoadReport talk() {
        logIn();
        long patience = plan.patience().toNanos();
        long began = System.nanoTime();
        long pause = (long) (TimeUnit.SECONDS.toNanos(1) / plan.perSecond() / people.size());
        long end = began + TimeUnit.SECONDS.toNanos(plan.seconds());
        int turn = 0;
        // What was due is written late rather than not, and the waiting counts.
        for (long due = began; due < end && isComplete() && System.nanoTime() < end + patience; due += pause) {
            LockSupport.parkNanos(due - System.nanoTime());
            people.get(turn).write(other(turn), due, plan.bytes());
            turn = (turn + 1) % people.size();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        long patient = System.nanoTime() + patience;
        while (!isDone() && isComplete() && System.nanoTime() < patient) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        for (int i = 0; i < people.size(); i++) {
            tally.lost.add(people.get(i).missing(other(i)));
        }
        return new LoadReport(people.size(), seconds, tally, ended());
    }

    private Person other(int number) {
        return people.get(number ^ 1);
    }

    private boolean isComplete() {
        return people.stream().allMatch(person -> person.end() == null);
    }

    private boolean isDone() {
        for (int i = 0; i < people.size(); i++) {
            if (!people.get(i).isDone(other(i))) {
                return false;
            }
        }
        return true;
    }

    private List<String> ended() {
        List<String> ended = new ArrayList<>();
        for (Person person : people) {
            if (person.end() instanceof ClientState.Stopped stopped) {
                ended.add(person.name() + ": " + stopped.reason());
            }
        }
        return ended;
    }
}
