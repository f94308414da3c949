package io.mychat.gateway.bench.driver;

import io.mychat.gateway.bench.client.MixedClient;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Clients of several gateways of one cluster, in a separate process: some stay, others come and go. Used by one thread. */
public final class MixedClients implements AutoCloseable {

    private final LineProcess process;
    private final Contender contender;

    private MixedClients(LineProcess process, Contender contender) {
        this.process = process;
        this.contender = contender;
    }

    /**
     * Rates a second.
     *
     * @param gateways only clients of so many gateways, the first ones, do anything
     * @param pairs {@code SAME}: who writes and who is written to are at one gateway; {@code OTHER}: at two; {@code ANY}
     */
    public record Rates(int gateways, int heartbeats, int messages, String pairs, int visits) {}

    /**
     * What was done.
     *
     * @param bytes of all frames but those of visits, both ways
     * @param medianMicros the delay of messages from when they were due until their delivery
     */
    public record Counts(long heartbeats, long messages, long visits, long bytes, long medianMicros, long p99Micros) {

        /** Both together; the delays are the longer ones. */
        public Counts plus(Counts other) {
            return new Counts(
                    heartbeats + other.heartbeats,
                    messages + other.messages,
                    visits + other.visits,
                    bytes + other.bytes,
                    Math.max(medianMicros, other.medianMicros),
                    Math.max(p99Micros, other.p99Micros));
        }
    }

    /** @param staying how many clients stay; the first gateway knows further ones, who are visitors */
    public static MixedClients start(List<Server> gateways, int staying) throws IOException {
        Server first = gateways.get(0);
        String ports =
                gateways.stream().map(gateway -> String.valueOf(gateway.port())).collect(Collectors.joining(","));
        List<String> arguments = List.of(ports, String.valueOf(staying), first.logins());
        return new MixedClients(LineProcess.clients(MixedClient.class, List.of(), arguments), first.contender());
    }

    /** Those who stay connect. */
    public void join() throws IOException {
        String unused = process.ask("join");
    }

    /** They leave for good. */
    public void leave() throws IOException {
        String unused = process.ask("leave");
    }

    public Counts run(Rates rates, long millis) throws IOException {
        String answer = process.ask(
                "run " + rates.gateways() + " " + rates.heartbeats() + " " + rates.messages() + " " + rates.pairs()
                        + " " + rates.visits() + " " + millis,
                contender.request());
        long[] numbers = Stream.of(answer.split(" ", -1))
                .skip(1)
                .mapToLong(Long::parseLong)
                .toArray();
        return new Counts(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
    }

    @Override
    public void close() {
        process.close();
    }
}
