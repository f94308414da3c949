package io.mychat.gateway.distribution.rollout;

import io.mychat.gateway.testkit.TestMessage;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client that comes back whenever its connection ends, resumes, and sends numbered messages to the next client, each again
 * until it is answered. Thread-safe; this object's lock guards everything, and nothing waits with it.
 */
final class ResumingClient {

    private static final long VERIFY = 1002;
    private static final long SEND = 2001;
    private static final long DELIVERED = 2003;
    private static final long LOSS = 4006;
    private static final int OK = 200;
    /** After which a request is taken for lost: the gateway answers after processing.task_timeout_ms at the latest. */
    private static final long REPLY_NANOS = TimeUnit.SECONDS.toNanos(7);

    private static final long SHORTEST_PAUSE_MILLIS = 20;
    /** The bound of the first pause; each failure doubles it. */
    private static final long FIRST_PAUSE_MILLIS = 200;

    private static final int MOST_DOUBLINGS = 5;

    private final Environment environment;
    private final String name;
    private final String token;
    private final String receiver;
    private final List<String> received = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    private @Nullable WebSocket socket;
    private CompletableFuture<?> writing = CompletableFuture.completedFuture(null);
    private boolean bound;
    private boolean silenced;
    private boolean talking;
    private int sent;
    private boolean open;
    /** Of the message that was begun last: the same whenever it is sent. */
    private String content = "";

    private long asked;
    private String epoch = "";
    private long lastSeq = -1;
    private long silentSince;
    /** Attempts in a row that did not end in a login. */
    private int failures;

    /** What all clients share. */
    interface Environment {

        /** Connects. */
        CompletableFuture<WebSocket> connect(WebSocket.Listener listener);

        void after(long millis, Runnable task);

        /** A client's connection has ended, and the client is bound again after so many milliseconds. */
        void back(long millis);

        /** A gateway has accepted a login, so many milliseconds after it was sent. */
        void loggedIn(long millis);

        /** A connection was not opened, or a login or a message refused. */
        void refused(String why);

        /** A message has come after so many milliseconds. */
        void delivered(long millis);
    }

    ResumingClient(Environment environment, String name, String token, String receiver) {
        this.environment = environment;
        this.name = name;
        this.token = token;
        this.receiver = receiver;
    }

    String name() {
        return name;
    }

    synchronized boolean isBound() {
        return bound;
    }

    /** The number of messages that it has begun to send. */
    synchronized int sent() {
        return sent;
    }

    synchronized boolean isAnswered() {
        return !open;
    }

    /** The contents of the messages of others, in their order. */
    synchronized List<String> received() {
        return List.copyOf(received);
    }

    synchronized int receivedCount() {
        return received.size();
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** Sends messages from now on: when the receiver has been there once, and gets what it misses. */
    synchronized void talk() {
        talking = true;
    }

    /** Sends no further messages; one that is not answered is sent until it is. */
    synchronized void end() {
        talking = false;
    }

    /** Its own end: ends the connection, and does not come back. */
    synchronized void leave() {
        silenced = true;
        if (socket != null) {
            socket.abort();
        }
    }

    void connect() {
        Connection connection = new Connection();
        CompletableFuture<Void> unused = environment.connect(connection).handle((opened, failure) -> {
            if (failure == null) {
                login(opened);
            } else {
                environment.refused(String.valueOf(failure));
                again();
            }
            return null;
        });
    }

    /** Sends the next message, or an open one once more; to be called again and again. */
    synchronized void tick() {
        WebSocket current = socket;
        if (current == null || silenced) {
            return;
        }
        boolean lost = System.nanoTime() - asked > REPLY_NANOS;
        if (!bound || open) {
            if (lost) {
                // As a client does whose request is not answered.
                environment.refused("no answer within 7 s");
                current.abort();
                gone(current);
            }
        } else if (talking) {
            sent++;
            open = true;
            content = name + "-" + sent + " at " + System.currentTimeMillis();
            sendMessage(current);
        }
    }

    private synchronized void login(WebSocket opened) {
        if (silenced) {
            opened.abort();
            return;
        }
        socket = opened;
        writing = CompletableFuture.completedFuture(null);
        asked = System.nanoTime();
        String resume = lastSeq < 0
                ? ""
                : ",\\\"resume\\\":{\\\"epoch\\\":\\\"" + epoch + "\\\",\\\"last_seq\\\":" + lastSeq + "}";
        write(opened, VERIFY, "{\\\"token\\\":\\\"" + token + "\\\"" + resume + "}", "login");
    }

    private void sendMessage(WebSocket to) {
        asked = System.nanoTime();
        String id = name + "-" + sent;
        write(
                to,
                SEND,
                "{\\\"to_user\\\":\\\"" + receiver + "\\\",\\\"content\\\":\\\"" + content
                        + "\\\",\\\"client_msg_id\\\":\\\"" + id + "\\\"}",
                id);
    }

    private void write(WebSocket to, long cmdId, String data, String id) {
        String text = "{\"cmd_id\":" + cmdId + ",\"platform\":\"android\",\"request_id\":\"" + id + "\",\"data\":\""
                + data + "\"}";
        // The JDK's client takes one message at a time.
        writing = writing.handle((done, failure) -> null).thenCompose(none -> to.sendText(text, true));
    }

    private synchronized void take(WebSocket from, TestMessage message) {
        if (socket != from) {
            return;
        }
        if (message.cmdId() == VERIFY) {
            welcomed(from, message);
        } else if (message.cmdId() == DELIVERED) {
            delivered(message);
        } else if (message.cmdId() == LOSS) {
            fault("told of a loss: " + message.envelope());
        } else if (message.cmdId() == SEND && open) {
            answered(from, message);
        }
    }

    private void welcomed(WebSocket from, TestMessage reply) {
        if (reply.code() != OK) {
            environment.refused(reply.cmdId() + ": " + reply.code() + " " + reply.error());
            from.abort();
            gone(from);
            return;
        }
        var resume = reply.data().path("resume");
        if (resume.path("gap").asBoolean()
                || (lastSeq >= 0 && !resume.path("epoch").asText().equals(epoch))) {
            fault("a gap behind " + lastSeq + " of " + epoch + ": " + reply.envelope());
        }
        epoch = resume.path("epoch").asText();
        lastSeq = lastSeq < 0 ? resume.path("latest_seq").asLong() : lastSeq;
        bound = true;
        failures = 0;
        environment.loggedIn(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked));
        if (silentSince != 0) {
            environment.back(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - silentSince));
            silentSince = 0;
        }
        if (open) {
            sendMessage(from);
        }
    }

    private void answered(WebSocket from, TestMessage reply) {
        if (!reply.envelope().path("request_id").asText().equals(name + "-" + sent)) {
            return;
        }
        if (reply.code() == OK) {
            open = false;
        } else {
            environment.refused(reply.cmdId() + ": " + reply.code() + " " + reply.error());
            environment.after(200 + ThreadLocalRandom.current().nextInt(300), () -> repeat(from));
        }
    }

    private synchronized void repeat(WebSocket to) {
        if (socket == to && open) {
            sendMessage(to);
        }
    }

    private void delivered(TestMessage message) {
        long seq = message.data().path("inbox_seq").asLong();
        // Own messages have numbers too, and do not come to the session that has sent them.
        if (seq <= lastSeq) {
            fault("inbox_seq " + seq + " behind " + lastSeq);
        }
        lastSeq = seq;
        if (!message.text("from_user").equals(name)) {
            String[] parts = message.text("content").split(" at ", 2);
            received.add(parts[0]);
            environment.delivered(System.currentTimeMillis() - Long.parseLong(parts[1]));
        }
    }

    private synchronized void gone(WebSocket from) {
        if (socket != from) {
            return;
        }
        socket = null;
        bound = false;
        again();
    }

    /** Not at once, not all at the same time, and later with each failure. */
    private synchronized void again() {
        silentSince = silentSince == 0 && lastSeq >= 0 ? System.nanoTime() : silentSince;
        if (!silenced) {
            long limit = FIRST_PAUSE_MILLIS << Math.min(failures++, MOST_DOUBLINGS);
            environment.after(ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE_MILLIS, limit), this::connect);
        }
    }

    private void fault(String what) {
        if (faults.size() < 20) {
            faults.add(name + ": " + what);
        }
    }

    /** One connection. */
    private final class Connection implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletableFuture<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                take(from, TestMessage.parse(text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletableFuture<?> onClose(WebSocket from, int code, String reason) {
            gone(from);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            gone(from);
        }
    }
}
