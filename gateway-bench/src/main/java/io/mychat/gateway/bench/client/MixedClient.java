package io.mychat.gateway.bench.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Several gateways' mixed load. Arguments: ports with commas; how many clients stay; the file with a login message a line, of
 * those and then of visitors. Commands on standard input, one a line, each answered by one line:
 *
 * <ul>
 *   <li>{@code join}: those who stay connect; {@code DONE}
 *   <li>{@code leave}: they close their sockets; {@code DONE}
 *   <li>{@code run gateways heartbeats messages SAME|OTHER|ANY visits millis}, then the heartbeat in a line of its own; rates are
 *       a second; {@code DONE heartbeats messages visits bytes median p99}, see {@link Traffic.Counts}
 * </ul>
 */
public final class MixedClient {

    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private MixedClient() {}

    public static void main(String[] args) throws IOException {
        int[] ports =
                Stream.of(args[0].split(",", -1)).mapToInt(Integer::parseInt).toArray();
        List<String> logins = Files.readAllLines(Path.of(args[2]));
        MixedLoad load = new MixedLoad(ports, Integer.parseInt(args[1]), logins);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line;
        while ((line = lines.readLine()) != null) {
            String[] words = line.split(" ", -1);
            if (words.length == 1) {
                if (line.equals("join")) {
                    load.join();
                } else {
                    load.leave();
                }
                OUT.println("DONE");
                continue;
            }
            MixedLoad.Rates rates = new MixedLoad.Rates(
                    Integer.parseInt(words[1]),
                    Integer.parseInt(words[2]),
                    Integer.parseInt(words[3]),
                    MixedLoad.Pairs.valueOf(words[4]),
                    Integer.parseInt(words[5]));
            byte[] heartbeat = Frames.text(lines.readLine());
            Traffic.Counts counts = load.run(rates, heartbeat, Long.parseLong(words[6]));
            OUT.println("DONE " + counts.beats() + " " + counts.messages() + " " + counts.visits() + " "
                    + counts.bytes() + " " + counts.medianMicros() + " " + counts.p99Micros());
        }
        System.exit(0);
    }
}
