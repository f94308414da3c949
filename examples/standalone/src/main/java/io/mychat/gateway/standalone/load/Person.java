package io.mychat.gateway.standalone.load;

import io.mychat.gateway.client.ClientState;
import io.mychat.gateway.client.Credentials;
import io.mychat.gateway.client.Event;
import io.mychat.gateway.client.GatewayClient;
import io.mychat.gateway.client.GatewayException;
import io.mychat.gateway.client.data.Delivered;
import io.mychat.gateway.client.data.Sent;
import io.mychat.gateway.client.data.UserInfo;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One of the people. The clock of the test sends; one callback after the other receives. A message has the mark of its run, its
 * number and the moment at which it was due, so that whoever receives it knows what is missing.
 */
final class Person {

    /** Whose name and password. */
    record Account(String name, String password) {}

    private final Account account;
    private final GatewayClient client;
    private final Tally tally;
    private final String mark;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong seen = new AtomicLong();
    private final AtomicReference<ClientState> end = new AtomicReference<>();

    /** @param mark of this run: what others write is not counted */
    Person(Account account, GatewayClient client, Tally tally, String mark) {
        this.account = account;
        this.client = client;
        this.tally = tally;
        this.mark = mark;
        client.on(Event.MESSAGE, this::receive);
        client.on(Event.STATE, this::observe);
    }

    String name() {
        return account.name();
    }

    /** Logs in. A failure says whose it is. */
    CompletableFuture<UserInfo> connect() {
        long began = System.nanoTime();
        return client.connect(Credentials.password(account.name(), account.password()))
                .handle((user, failure) -> {
                    if (failure != null) {
                        Throwable reason = reason(failure);
                        throw new CompletionException(
                                new IllegalStateException(name() + ": " + reason.getMessage(), reason));
                    }
                    tally.logins.add(System.nanoTime() - began);
                    return user;
                });
    }

    private static Throwable reason(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    private void observe(ClientState state) {
        if (state instanceof ClientState.Waiting) {
            tally.reconnects.increment();
        } else if (state instanceof ClientState.Stopped) {
            end.set(state);
        }
    }

    /** Why this one is not there any more; null: is. */
    @Nullable
    ClientState end() {
        return end.get();
    }

    /**
     * Writes the next message.
     *
     * @param due the moment, by {@link System#nanoTime}, at which it should be sent
     * @param bytes its length, at least
     */
    void write(Person to, long due, int bytes) {
        String head = mark + " " + written.getAndIncrement() + " " + due + " ";
        tally.sent.increment();
        CompletableFuture<Sent> unused = client.send(to.name(), head + ".".repeat(Math.max(0, bytes - head.length())))
                .whenComplete((stored, failure) -> {
                    if (failure == null) {
                        tally.stored.add(System.nanoTime() - due);
                    } else {
                        (isEnd(reason(failure)) ? tally.unanswered : tally.refused).increment();
                    }
                    answered.incrementAndGet();
                });
    }

    /** Whether the message waited for its answer when its sender stopped: the gateway has said nothing about it. */
    private static boolean isEnd(Throwable failure) {
        return failure instanceof GatewayException error && error.error().equals(GatewayException.STOPPED);
    }

    private void receive(Delivered message) {
        String[] words = message.content().split(" ", 4);
        if (words.length == 4 && words[0].equals(mark) && !message.fromUser().equals(name())) {
            tally.delivered.add(System.nanoTime() - Long.parseLong(words[2]));
            long number = Long.parseLong(words[1]);
            long expected = seen.getAndUpdate(before -> Math.max(before, number + 1));
            if (number < expected) {
                tally.doubled.increment();
            } else {
                tally.lost.add(number - expected);
            }
        }
    }

    /** Whether all is answered, and all that the other has written is here. */
    boolean isDone(Person other) {
        return answered.get() == written.get() && seen.get() >= other.written.get();
    }

    /** What the other has written and this one never saw. */
    long missing(Person other) {
        return Math.max(0, other.written.get() - seen.get());
    }

    /** Leaves. */
    void close() {
        client.close();
    }
}
