package io.mychat.gateway.bench.client;

import io.mychat.gateway.bench.client.Crowd.Arrival;
import io.mychat.gateway.bench.client.dialect.Dialect;
import io.mychat.gateway.bench.client.dialect.Dialects;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The load generator. Arguments: port, or two ports with a comma, for the first and the second half of the clients;
 * clients; file with one login message a line ({@code -}: none); the {@link Dialects dialect}. Commands on
 * standard input, one a line, each answered by one line:
 *
 * <ul>
 *   <li>{@code join}: all clients that are gone connect; answered by a {@link DelayLine}: how long each took from
 *       connecting to the end of its login
 *   <li>{@code leave n}: all clients close their sockets, then the first n come back; the same answer
 *   <li>{@code blink n}: the first n close their sockets and come back; the same answer
 *   <li>{@code storm}: all clients that are gone connect at once; a {@link DelayLine} from the
 *       beginning of the storm
 *   <li>{@code return}: the same of clients that go on where they were
 *   <li>{@code fan depth millis}: the first client writes to the others, see {@link FanOut}; {@code DONE deliveries}
 *   <li>{@code load depth millis}, then the request and what every reply begins with, a line each; {@code DONE replies}
 *   <li>{@code talk depth millis acknowledge}: the first half writes to the second, see {@link Talk}; {@code DONE
 *       messages}
 *   <li>{@code pace rate millis acknowledge}: the same at a rate for each second, see {@link Pace}; a {@link DelayLine}
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
        List<String> logins = args[2].equals("-") ? List.of() : Files.readAllLines(Path.of(args[2]));
        String[] ports = args[0].split(",", -1);
        int second = Integer.parseInt(ports[ports.length - 1]);
        Dialect dialect = Dialects.valueOf(args[3]).dialect();
        TlsSessions tls = System.getProperty(TLS) == null ? null : new TlsSessions();
        Crowd crowd = new Crowd(
                new Crowd.Ports(Integer.parseInt(ports[0]), second), Integer.parseInt(args[1]), dialect, logins, tls);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line;
        while ((line = lines.readLine()) != null) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "join" -> OUT.println(DelayLine.of(crowd.join(crowd.size(), Arrival.IN_TURNS)));
                case "leave" -> {
                    crowd.leave(crowd.size());
                    OUT.println(DelayLine.of(crowd.join(Integer.parseInt(words[1]), Arrival.IN_TURNS)));
                }
                case "blink" -> {
                    int count = Integer.parseInt(words[1]);
                    crowd.leave(count);
                    OUT.println(DelayLine.of(crowd.join(count, Arrival.IN_TURNS)));
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
                    OUT.println(DelayLine.of(pace.run(Integer.parseInt(words[1]), Long.parseLong(words[2]))));
                }
                case "storm" -> OUT.println(DelayLine.of(crowd.join(crowd.size(), Arrival.STORM)));
                case "return" -> OUT.println(DelayLine.of(crowd.join(crowd.size(), Arrival.STORM_AGAIN)));
                case "fan" -> {
                    FanOut fan = new FanOut(crowd);
                    OUT.println("DONE " + fan.run(Integer.parseInt(words[1]), Long.parseLong(words[2])));
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
}
