package io.mychat.gateway.system.turmoil;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestMessage;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One user with two devices: one sends, the other reads; both log in again wherever they can, and the reader resumes. The
 * lists are guarded by this object's monitor.
 */
final class ChaosUser {

    private static final long LOGIN = 1001;
    private static final long SEND = 2001;
    private static final long DELIVERED = 2003;
    private static final int OK = 200;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String name;
    private final List<String> others;
    private final Supplier<URI> gateway;
    private final Random random;
    private final List<Sent> sent = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private String epoch = "";
    private volatile boolean ready;
    private volatile boolean sending = true;
    private volatile boolean reading = true;

    /** A message; {@code answered} when its sender got 200. */
    record Sent(String from, String to, String content, boolean answered) {}

    /** @param gateway where to connect next */
    ChaosUser(String name, List<String> others, Supplier<URI> gateway) {
        this.name = name;
        this.others = others;
        this.gateway = gateway;
        this.random = new Random(name.hashCode());
    }

    String name() {
        return name;
    }

    /** Whether the reader has logged in for the first time: from then on it must see everything. */
    boolean isReady() {
        return ready;
    }

    void stopSending() {
        sending = false;
    }

    void stopReading() {
        reading = false;
    }

    synchronized List<Sent> sent() {
        return List.copyOf(sent);
    }

    synchronized List<String> seen() {
        return List.copyOf(seen);
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    // ---- sending

    void send() {
        TestClient client = null;
        for (int i = 0; sending; i++) {
            String to = others.get(random.nextInt(others.size()));
            String content = name + "-" + i;
            boolean insists = random.nextInt(5) > 0;
            boolean answered = false;
            boolean tried = false;
            while (!answered && (insists || !tried)) {
                try {
                    if (client == null) {
                        client = login("web", null);
                    }
                    tried = true;
                    answered =
                            client.request(SEND, message(to, content, insists)).code() == OK;
                } catch (AssertionError | RuntimeException e) {
                    client = close(client);
                    pause(100);
                }
            }
            synchronized (this) {
                sent.add(new Sent(name, to, content, answered));
            }
            pause(10);
        }
        close(client);
    }

    private static String message(String to, String content, boolean insists) {
        ObjectNode data = JSON.createObjectNode().put("to_user", to).put("content", content);
        if (insists) {
            data.put("client_msg_id", content);
        }
        return data.toString();
    }

    // ---- reading

    void read() {
        TestClient client = null;
        while (reading) {
            try {
                if (client == null) {
                    client = resume();
                }
                for (TestMessage message : client.takeAll()) {
                    if (message.cmdId() == DELIVERED) {
                        take(message.data());
                    }
                }
                if (!client.request(3001, "{}").data().has("timestamp")) {
                    client = close(client);
                }
            } catch (AssertionError | RuntimeException e) {
                client = close(client);
            }
            pause(50);
        }
        close(client);
    }

    private TestClient resume() {
        long last;
        ObjectNode resume = null;
        synchronized (this) {
            last = seen.size();
            if (ready) {
                resume = JSON.createObjectNode().put("epoch", epoch).put("last_seq", last);
            }
        }
        TestClient client = login("ios", resume);
        return client;
    }

    private synchronized void took(JsonNode resumed) {
        if (!ready) {
            epoch = resumed.path("epoch").asText();
            ready = true;
        } else if (!resumed.path("epoch").asText().equals(epoch)
                || resumed.path("gap").asBoolean()
                || resumed.path("from_seq").asLong() != seen.size() + 1) {
            faults.add("the reader of " + name + " had " + seen.size() + " of " + epoch + " and was told " + resumed);
        }
    }

    private synchronized void take(JsonNode message) {
        if (message.path("inbox_seq").asLong() != seen.size() + 1
                || !message.path("epoch").asText().equals(epoch)) {
            faults.add("the reader of " + name + " had " + seen.size() + " and got " + message);
        }
        seen.add(message.path("content").asText());
    }

    private TestClient login(String platform, @Nullable ObjectNode resume) {
        TestClient client = TestClient.connect(gateway.get());
        ObjectNode data = JSON.createObjectNode()
                .put("username", name)
                .put("password", LiveGateway.PASSWORD)
                .put("device_id", platform);
        if (resume != null) {
            data.set("resume", resume);
        }
        client.sendRaw(JSON.createObjectNode()
                .put("cmd_id", LOGIN)
                .put("platform", platform)
                .put("request_id", "login")
                .put("data", data.toString())
                .toString());
        TestMessage reply = client.reply("login");
        if (reply.code() != OK) {
            client.close();
            throw new IllegalStateException("login: " + reply.code());
        }
        if (platform.equals("ios")) {
            took(reply.data().path("resume"));
        }
        return client;
    }

    private static @Nullable TestClient close(@Nullable TestClient client) {
        if (client != null) {
            try {
                client.close();
            } catch (RuntimeException e) {
                return null;
            }
        }
        return null;
    }

    /** People have a pace; nothing depends on it. */
    private static void pause(int millis) {
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }
}
