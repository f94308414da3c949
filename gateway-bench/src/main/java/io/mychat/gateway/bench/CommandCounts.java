package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.Cluster;
import io.mychat.gateway.bench.driver.CommandWatch;
import io.mychat.gateway.bench.driver.CommandWatch.Counts;
import io.mychat.gateway.bench.driver.Contender;
import io.mychat.gateway.bench.driver.CrowdProgram;
import io.mychat.gateway.bench.driver.Load;
import io.mychat.gateway.bench.driver.RedisServer;
import io.mychat.gateway.bench.driver.Server;
import io.mychat.gateway.bench.driver.Settings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Counts the commands that gateways send to a separate Redis: commands as seen by Redis, and round trips as counted
 * by the gateways. The commands of a gateway without sessions are counted first and subtracted. Not thread-safe.
 */
final class CommandCounts implements AutoCloseable {

    /** The keys that a refresh of sessions reads and writes. */
    private static final List<String> REFRESHED = List.of("user:sessions", "session:user", "node:sessions", "online");

    private static final double SECONDS_OF_MINUTE = 60;

    private final CommandWatch watch;
    private final Contender member;
    private final Settings settings;
    private final Size size;
    private final List<Row> rows = new ArrayList<>();
    private final List<Server> gateways = new ArrayList<>();

    /**
     * @param logins number of clients that log in
     * @param idle number of idle sessions
     * @param pairs number of pairs that exchange messages
     * @param restMillis the time for which a gateway without sessions is observed, and for which pairs exchange
     *     messages
     */
    record Size(int logins, int idle, int pairs, long restMillis) {

        int most() {
            return Math.max(Math.max(logins, idle), 2 * pairs);
        }
    }

    /** The start of a count. */
    private record Mark(long roundTrips, long nanos) {}

    private record Row(String what, double commands, double roundTrips, double inScripts, String which) {}

    /** The counts of a period; commands from clients by label. */
    private record Reading(Map<String, Double> commands, double inScripts, double roundTrips, double seconds) {

        /** Subtracts the counts of another period, scaled to this one. */
        Reading without(Reading others, int times) {
            double share = seconds / others.seconds * times;
            Map<String, Double> less = new TreeMap<>(commands);
            others.commands.forEach((label, count) ->
                    less.computeIfPresent(label, (same, value) -> Math.max(0, value - count * share)));
            return new Reading(
                    less, inScripts - others.inScripts * share, roundTrips - others.roundTrips * share, seconds);
        }

        Reading only(Predicate<String> labels) {
            Map<String, Double> some = new TreeMap<>(commands);
            some.keySet().removeIf(labels.negate());
            return new Reading(some, inScripts, roundTrips, seconds);
        }

        Row per(String what, double units) {
            String which = commands.entrySet().stream()
                    .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                    .filter(label -> label.getValue() / units >= 0.005)
                    .map(label -> label.getKey() + " " + number(label.getValue() / units))
                    .collect(Collectors.joining(", "));
            double total =
                    commands.values().stream().mapToDouble(Double::doubleValue).sum();
            return new Row(what, total / units, roundTrips / units, inScripts / units, which);
        }
    }

    CommandCounts(RedisServer redis, Contender gateway, Size size, Settings settings) throws IOException {
        Cluster cluster = Cluster.on(redis);
        this.member = gateway.in(cluster);
        this.settings = settings;
        this.size = size;
        this.watch = CommandWatch.start(redis, cluster);
    }

    /** Counts the commands of logins, and starts the idle sessions; {@link Idle#end} continues. */
    Idle begin(CrowdProgram crowd) throws IOException {
        Server gateway = startGateway();
        Reading rest = rest();
        rows.add(rest.per("a gateway without sessions, a minute", rest.seconds() / SECONDS_OF_MINUTE));
        try (Load first = Load.startCrowd(crowd, gateway, size.logins());
                Load again = Load.startCrowd(crowd, gateway, size.logins())) {
            login("login, free seat", first, rest);
            login("login, take-over", again, rest);
            first.leave(0);
            again.leave(0);
            gateway.awaitIdle(Long.MAX_VALUE);
        }
        Load sessions = Load.startCrowd(crowd, gateway, size.idle());
        sessions.join();
        gateway.awaitIdle(Long.MAX_VALUE);
        return new Idle(sessions, rest, mark());
    }

    private void login(String what, Load clients, Reading rest) throws IOException {
        Mark mark = mark();
        int count = clients.join().count();
        gateways.get(0).awaitIdle(Long.MAX_VALUE);
        rows.add(since(mark).without(rest, 1).per(what, count));
    }

    /** Idle sessions. */
    final class Idle implements AutoCloseable {

        private final Load sessions;
        private final Reading rest;
        private final Mark mark;

        private Idle(Load sessions, Reading rest, Mark mark) {
            this.sessions = sessions;
            this.rest = rest;
            this.mark = mark;
        }

        /** Counts the commands of the idle sessions after this time, and then those of messages. */
        void end(long seconds) throws IOException {
            long left = mark.nanos() + seconds * 1_000_000_000L - System.nanoTime();
            pause(Math.max(0, left / 1_000_000));
            Reading all = since(mark);
            double minutes = (double) size.idle() * all.seconds() / SECONDS_OF_MINUTE;
            Reading others = all.only(label -> !isRefresh(label));
            rows.add(all.without(rest, 1)
                    .only(CommandCounts::isRefresh)
                    .per("idle session and minute: refresh in batches", minutes));
            Reading once = new Reading(
                    others.commands(),
                    rest.inScripts() * all.seconds() / rest.seconds(),
                    rest.roundTrips() * all.seconds() / rest.seconds(),
                    all.seconds());
            rows.add(once.per("idle session and minute: all else", minutes));
            sessions.leave(0);
            gateways.get(0).awaitIdle(Long.MAX_VALUE);
            messages(rest);
        }

        @Override
        public void close() {
            sessions.close();
        }
    }

    private void messages(Reading rest) throws IOException {
        Server other = startGateway();
        try (Load pairs = Load.start(gateways.get(0), other, 2 * size.pairs())) {
            pairs.join();
            pairs.talk(size.restMillis() / 4, true);
            for (boolean acknowledge : new boolean[] {false, true}) {
                other.awaitIdle(Long.MAX_VALUE);
                Mark mark = mark();
                double count = pairs.talk(size.restMillis(), acknowledge);
                other.awaitIdle(Long.MAX_VALUE);
                rows.add(since(mark)
                        .without(rest, gateways.size())
                        .per("message between gateways" + (acknowledge ? ", acknowledged" : ""), count));
            }
        }
    }

    private Server startGateway() throws IOException {
        Server gateway = Server.start(member, size.most(), settings);
        gateways.add(gateway);
        gateway.awaitIdle(Long.MAX_VALUE);
        return gateway;
    }

    /** The commands of a gateway without sessions. */
    private Reading rest() throws IOException {
        Mark mark = mark();
        pause(size.restMillis());
        return since(mark);
    }

    private Mark mark() throws IOException {
        Counts unused = watch.take();
        return new Mark(roundTrips(), System.nanoTime());
    }

    private Reading since(Mark mark) throws IOException {
        Counts counts = watch.take();
        Map<String, Double> commands = new TreeMap<>();
        counts.fromClients().forEach((label, count) -> commands.put(label, count.doubleValue()));
        return new Reading(
                commands,
                counts.inScripts(),
                (double) (roundTrips() - mark.roundTrips()),
                (System.nanoTime() - mark.nanos()) / 1e9);
    }

    private long roundTrips() throws IOException {
        long all = 0;
        for (Server gateway : gateways) {
            all += gateway.roundTrips();
        }
        return all;
    }

    private static boolean isRefresh(String label) {
        return REFRESHED.stream().anyMatch(label::endsWith);
    }

    void print(Table table) {
        for (Row row : rows) {
            table.row(
                    row.what(), number(row.commands()), number(row.roundTrips()), number(row.inScripts()), row.which());
        }
    }

    /** The columns of {@link #print}. */
    static String[] columns() {
        return new String[] {"what", "commands", "round trips", "commands inside scripts", "which commands"};
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.2f", value);
    }

    private static void pause(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        watch.close();
        for (Server gateway : gateways) {
            gateway.close();
        }
    }
}
