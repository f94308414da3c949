package io.mychat.gateway.bench.driver;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisMonitor;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Counts the commands that reach a Redis server, with {@code MONITOR}: this shows whether a command came from a client
 * or from a script, unlike {@code INFO commandstats}. Counts on a separate thread; the lock of this object guards the
 * counts.
 */
public final class CommandWatch implements AutoCloseable {

    /** Time, database and client (or {@code lua}), then the command and its arguments in quotation marks. */
    private static final Pattern LINE = Pattern.compile("\\S+ \\[\\d+ (\\S+)\\] \"([^\"]*)\"(.*)");

    /** The second argument is the number of keys, the third the first key. */
    private static final Pattern SCRIPT_ARGUMENTS =
            Pattern.compile(" \"(?:[^\"\\\\]++|\\\\.)*+\" \"\\d+\" \"([^\"]*)\".*");

    private static final Pattern ARGUMENTS = Pattern.compile(" \"([^\"]*)\".*");

    /** The beginning of a key's name: the area and, if there is one, the kind. */
    private static final Pattern ROOM = Pattern.compile("([a-z]+(?::[a-z_]+)?).*");

    private static final String MARK = "ECHO";
    private static final long MARK_MILLIS = 10_000;

    private final Jedis monitor;
    private final Jedis marker;
    private final String prefix;
    private final Map<String, Long> fromClients = new TreeMap<>();
    private long inScripts;
    private long marks;

    private CommandWatch(Jedis monitor, Jedis marker, String prefix) {
        this.monitor = monitor;
        this.marker = marker;
        this.prefix = prefix;
    }

    /**
     * Commands of some time.
     *
     * @param fromClients by name and by what the first key's name begins with
     * @param inScripts the commands called by scripts
     */
    public record Counts(Map<String, Long> fromClients, long inScripts) {

        /** Those from clients. */
        public long total() {
            return fromClients.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** Begins to count the commands of a cluster's gateways. The server must have no other users meanwhile. */
    public static CommandWatch start(RedisServer redis, Cluster cluster) throws IOException {
        CommandWatch watch = new CommandWatch(redis.connect(), redis.connect(), cluster.keyPrefix());
        Thread thread = new Thread(watch::read, "command-watch");
        thread.setDaemon(true);
        thread.start();
        watch.take();
        return watch;
    }

    /** The counts since the last call. */
    public synchronized Counts take() throws IOException {
        long before = marks;
        long end = System.nanoTime() + MARK_MILLIS * 1_000_000;
        while (marks == before) {
            if (System.nanoTime() > end) {
                throw new IOException("MONITOR says nothing");
            }
            marker.echo("mark");
            try {
                wait(100); // the first one may have come before MONITOR
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
        Counts counts = new Counts(new TreeMap<>(fromClients), inScripts);
        fromClients.clear();
        inScripts = 0;
        return counts;
    }

    private void read() {
        try {
            monitor.monitor(new JedisMonitor() {
                @Override
                public void onCommand(String line) {
                    count(line);
                }
            });
        } catch (JedisException e) {
            // closed
        }
    }

    private synchronized void count(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            return;
        }
        String name = parts.group(2).toUpperCase(Locale.ROOT);
        if (parts.group(1).equals("lua")) {
            inScripts++;
        } else if (name.equals(MARK)) {
            marks++;
            notifyAll();
        } else if (!name.equals("INFO")) {
            fromClients.merge(name + room(name, parts.group(3)), 1L, Long::sum);
        }
    }

    private String room(String name, String arguments) {
        Matcher key = (name.startsWith("EVAL") ? SCRIPT_ARGUMENTS : ARGUMENTS).matcher(arguments);
        if (!key.matches() || !key.group(1).startsWith(prefix)) {
            return "";
        }
        Matcher room = ROOM.matcher(key.group(1).substring(prefix.length()));
        return room.matches() ? " " + room.group(1) : "";
    }

    @Override
    public void close() {
        monitor.close();
        marker.close();
    }
}
