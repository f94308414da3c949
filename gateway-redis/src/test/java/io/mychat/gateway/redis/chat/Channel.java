package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.testing.RedisProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;

/** What was published on a channel of one server, without waiting: {@link #take} has all that was published before it. */
final class Channel implements AutoCloseable {

    private static final String MARK = "up to here";

    private final String name;
    private final Jedis speaking;
    private final Jedis listening;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final JedisPubSub subscription = new JedisPubSub() {
        @Override
        public void onMessage(String channel, String message) {
            heard.add(message);
        }
    };

    Channel(RedisProcess server, String name) {
        this.name = name;
        this.speaking = server.connect();
        this.listening = server.connect();
        Thread thread = new Thread(() -> listening.subscribe(subscription, name), "test-channel");
        thread.setDaemon(true);
        thread.start();
        Awaitility.await().until(subscription::isSubscribed);
    }

    List<String> take() {
        speaking.publish(name, MARK);
        List<String> lines = new ArrayList<>();
        try {
            String line = heard.poll(5, TimeUnit.SECONDS);
            while (line != null && !line.equals(MARK)) {
                lines.add(line);
                line = heard.poll(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return lines;
    }

    @Override
    public void close() {
        subscription.unsubscribe();
        speaking.close();
    }
}
