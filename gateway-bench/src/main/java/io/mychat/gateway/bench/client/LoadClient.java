package io.mychat.gateway.bench.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.HdrHistogram.Histogram;

/**
 * The load generator. Arguments: port, or two ports with a comma, for the first and the second half of the clients;
 * clients; file with one login message a line ({@code -}: none). Commands on
 * standard input, one a line, each answered by one line:
 *
 * <ul>
 *   <li>{@code join}: all clients that are gone connect; {@code BACK} as below
 *   <li>{@code leave n}: all clients close their sockets, then the first n come back; {@code BACK} as below
 *   <li>{@code blink n}: the first n close their sockets and come back; {@code BACK count p50 p90 p99 max}: how long each
 *       took from connecting to the end of its login, in microseconds
 *   <li>{@code load depth millis}, then the request and what every reply begins with, a line each; {@code DONE replies}
 *   <li>{@code talk depth millis acknowledge}: the first half writes to the second, see {@link Talk}; {@code DONE
 *       messages}
 *   <li>{@code pace rate millis acknowledge}: the same at a rate for each second, see {@link Pace}; {@code BACK} with the
 *       delays
 *   <li>{@code tls full}, {@code tls resume}: from now on clients begin a new session, or resume theirs; {@code TLS full
 *       resumed}, the handshakes so far
 * </ul>
 *
 * <p>With the system property {@value #TLS} all clients use TLS.
 */
public final class LoadClient {

    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    /** The clients use TLS. */
    public static final String TLS = "gateway.bench.tls";

    private LoadClient() {}

    public static void main(String[] args) throws IOException {
        List<byte[]> logins = args[2].equals("-")
                ? List.of()
                : Files.readAllLines(Path.of(args[2])).stream()
                        .map(Frames::text)
                        .toList();
        String[] ports = args[0].split(",", -1);
        int second = Integer.parseInt(ports[ports.length - 1]);
        TlsSessions tls = System.getProperty(TLS) == null ? null : new TlsSessions();
        Crowd crowd = new Crowd(Integer.parseInt(ports[0]), second, Integer.parseInt(args[1]), logins, tls);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line;
        while ((line = lines.readLine()) != null) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "join" -> OUT.println(back(crowd.join(crowd.size())));
                case "leave" -> {
                    crowd.leave(crowd.size());
                    OUT.println(back(crowd.join(Integer.parseInt(words[1]))));
                }
                case "blink" -> {
                    int count = Integer.parseInt(words[1]);
                    crowd.leave(count);
                    OUT.println(back(crowd.join(count)));
                }
                case "load" -> {
                    int depth = Integer.parseInt(words[1]);
                    long millis = Long.parseLong(words[2]);
                    OUT.println("DONE " + crowd.load(depth, millis, lines.readLine(), lines.readLine()));
                }
                case "talk" -> {
                    Talk talk = new Talk(crowd, Boolean.parseBoolean(words[3]));
                    OUT.println("DONE " + talk.run(Integer.parseInt(words[1]), Long.parseLong(words[2])));
                }
                case "pace" -> {
                    Pace pace = new Pace(new Talk(crowd, Boolean.parseBoolean(words[3])));
                    OUT.println(back(pace.run(Integer.parseInt(words[1]), Long.parseLong(words[2]))));
                }
                case "tls" -> OUT.println("TLS " + handshakes(Objects.requireNonNull(tls), words[1]));
                default -> OUT.println("UNKNOWN " + line);
            }
        }
        System.exit(0);
    }

    private static String handshakes(TlsSessions tls, String word) {
        tls.resume(word.equals("resume"));
        return tls.counts();
    }

    private static String back(long[] nanos) {
        return "BACK " + nanos.length + " " + micros(nanos, 0.5) + " " + micros(nanos, 0.9) + " " + micros(nanos, 0.99)
                + " " + micros(nanos, 1);
    }

    private static String back(Histogram nanos) {
        return "BACK " + nanos.getTotalCount() + " " + micros(nanos, 50) + " " + micros(nanos, 90) + " "
                + micros(nanos, 99) + " " + nanos.getMaxValue() / 1000;
    }

    private static long micros(Histogram nanos, double percentile) {
        return nanos.getValueAtPercentile(percentile) / 1000;
    }

    private static long micros(long[] sorted, double part) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(part * sorted.length) - 1] / 1000;
    }
}
