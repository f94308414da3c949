package io.mychat.gateway.bench.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Pipeline;

/**
 * Makes only the Redis calls of a message: a small script that sets a key; two such scripts in one round trip, one of
 * which publishes; the wait for the published message; and a last script for the acknowledgement. Arguments: the number
 * of I/O threads (unused); Redis's host and port; the number of concurrent senders, each with its own connection and
 * thread; the prefix of all names. {@code talk millis} returns the number of completed messages.
 */
public final class RedisEcho {

    private static final String SCRIPT = "redis.call('SET', KEYS[1], ARGV[1]) "
            + "if ARGV[2] ~= '' then redis.call('PUBLISH', ARGV[2], ARGV[3]) end return 1";
    private static final String VALUE = "0123456789".repeat(30);
    private static final long PATIENCE_SECONDS = 30;

    private final HostAndPort address;
    private final String prefix;
    private final String digest;
    private final List<Semaphore> heard = new ArrayList<>();
    private final List<Jedis> connections = new ArrayList<>();
    private final ExecutorService threads;

    private RedisEcho(HostAndPort address, int talkers, String prefix) throws InterruptedException {
        this.address = address;
        this.prefix = prefix;
        this.threads = Executors.newFixedThreadPool(talkers);
        for (int i = 0; i < talkers; i++) {
            heard.add(new Semaphore(0));
            connections.add(connect());
        }
        this.digest = connections.get(0).scriptLoad(SCRIPT);
        listen();
    }

    public static void main(String[] args) throws Exception {
        HostAndPort address = new HostAndPort(args[1], Integer.parseInt(args[2]));
        RedisEcho echo = new RedisEcho(address, Integer.parseInt(args[3]), args[4]);
        Control.serve(line -> String.valueOf(echo.talk(Long.parseLong(line.substring("talk ".length())))), 0);
    }

    private Jedis connect() {
        return new Jedis(address, DefaultJedisClientConfig.builder().resp2().build());
    }

    private void listen() throws InterruptedException {
        CountDownLatch subscribed = new CountDownLatch(1);
        Jedis subscriber = connect();
        Thread thread = new Thread(
                () -> subscriber.subscribe(
                        new JedisPubSub() {
                            @Override
                            public void onSubscribe(String channel, int count) {
                                subscribed.countDown();
                            }

                            @Override
                            public void onMessage(String channel, String message) {
                                heard.get(Integer.parseInt(message)).release();
                            }
                        },
                        prefix + "echo"),
                "subscriber");
        thread.setDaemon(true);
        thread.start();
        subscribed.await();
    }

    private long talk(long millis) throws IOException {
        long end = System.nanoTime() + millis * 1_000_000;
        List<Future<Long>> running = new ArrayList<>();
        for (int i = 0; i < connections.size(); i++) {
            int talker = i;
            running.add(threads.submit(() -> talk(talker, end)));
        }
        long messages = 0;
        try {
            for (Future<Long> each : running) {
                messages += each.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
        return messages;
    }

    private long talk(int talker, long end) throws IOException, InterruptedException {
        Jedis jedis = connections.get(talker);
        List<String> keys = List.of(prefix + "echo:" + talker);
        List<String> quiet = List.of(VALUE, "", "");
        List<String> loud = List.of(VALUE, prefix + "echo", String.valueOf(talker));
        long messages = 0;
        while (System.nanoTime() < end) {
            jedis.evalsha(digest, keys, quiet);
            try (Pipeline both = jedis.pipelined()) {
                both.evalsha(digest, keys, quiet);
                both.evalsha(digest, keys, loud);
            }
            if (!heard.get(talker).tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("nothing was published");
            }
            jedis.evalsha(digest, keys, quiet);
            messages++;
        }
        return messages;
    }
}
