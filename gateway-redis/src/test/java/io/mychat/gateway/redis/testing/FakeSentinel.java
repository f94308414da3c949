package io.mychat.gateway.redis.testing;

import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.settings.RedisSettings.Address;
import io.mychat.gateway.redis.settings.RedisSettings.Mode;
import io.mychat.gateway.redis.settings.RedisSettings.Servers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** A sentinel that names the master that a test says, and does nothing to any server. */
public final class FakeSentinel implements AutoCloseable {

    private static final String NAME = "main";
    private static final String CHANNEL = "+switch-master";

    private final FakeServer server;
    private final List<OutputStream> subscribers = new CopyOnWriteArrayList<>();
    private volatile int master;

    public FakeSentinel(int masterPort) {
        this.master = masterPort;
        this.server = new FakeServer((in, out) -> {
            for (String command = FakeServer.command(in); !command.isEmpty(); command = FakeServer.command(in)) {
                write(out, answer(command));
                if (isSubscribing(command)) {
                    subscribers.add(out);
                }
            }
        });
    }

    /** Settings of a gateway that asks this sentinel. */
    public RedisSettings settings(String keyPrefix) {
        return RedisSettings.of(
                new Servers(Mode.SENTINEL, List.of(new Address("127.0.0.1", server.port())), NAME, 0, keyPrefix));
    }

    /** Another server is the master, for whoever asks. */
    public void nameMaster(int port) {
        master = port;
    }

    /** Another server is the master, and those who listen are told so: at least one, who is waited for. */
    public void switchTo(int port) throws IOException {
        Awaitility.await().until(() -> !subscribers.isEmpty());
        String text = NAME + " 127.0.0.1 " + master + " 127.0.0.1 " + port;
        master = port;
        for (OutputStream subscriber : subscribers) {
            write(subscriber, "*3\r\n" + bulk("message") + bulk(CHANNEL) + bulk(text));
        }
    }

    private String answer(String command) {
        if (isSubscribing(command)) {
            return "*3\r\n" + bulk("subscribe") + bulk(CHANNEL) + ":1\r\n";
        }
        return command.toUpperCase(Locale.ROOT).startsWith("SENTINEL GET-MASTER-ADDR-BY-NAME")
                ? "*2\r\n" + bulk("127.0.0.1") + bulk(Integer.toString(master))
                : FakeServer.answer(command, "7.0.15");
    }

    private static boolean isSubscribing(String command) {
        return command.toUpperCase(Locale.ROOT).startsWith("SUBSCRIBE");
    }

    private static String bulk(String text) {
        return "$" + text.length() + "\r\n" + text + "\r\n";
    }

    private static void write(OutputStream out, String text) throws IOException {
        synchronized (out) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
