package io.mychat.gateway.bench.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.util.List;
import java.util.Random;

/**
 * Clients that stay, on the ports in turn, and visitors who log in and leave: heartbeats, acknowledged messages and visits at
 * constant rates. One thread.
 */
final class MixedLoad {

    private static final int CONNECTING = 50;
    private static final int SEED = 5;

    private final int[] ports;
    private final List<String> logins;
    private final Resident[] residents;
    private final Visitors visitors;
    private final Selector selector = Selector.open();
    private final byte[] buffer = new byte[1 << 18];
    private final Random random = new Random(SEED);
    private final Traffic traffic = new Traffic();

    /** Who writes to whom. */
    enum Pairs {
        /** Both at one gateway. */
        SAME,
        /** At two gateways. */
        OTHER,
        /** Anybody to anybody. */
        ANY
    }

    /**
     * What to send.
     *
     * @param gateways only clients of so many gateways, the first ones, send and are written to; visitors come to these
     * @param heartbeats a second, as all rates
     */
    record Rates(int gateways, int heartbeats, int messages, Pairs pairs, int visits) {}

    /**
     * @param logins of those who stay, who have user ids by their numbers, then of visitors
     * @param staying how many stay
     */
    MixedLoad(int[] ports, int staying, List<String> logins) throws IOException {
        this.ports = ports;
        this.logins = logins;
        this.residents = new Resident[staying];
        this.visitors = new Visitors(selector, logins.subList(staying, logins.size()));
    }

    /** Those who stay connect. */
    void join() throws IOException {
        int ready = 0;
        int begun = 0;
        Crowd.Progress progress = new Crowd.Progress();
        while (ready < residents.length) {
            while (begun < residents.length && begun - ready < CONNECTING) {
                Client client = Client.plain(ports[begun % ports.length], logins.get(begun), selector);
                residents[begun] = new Resident(begun, client, traffic);
                begun++;
            }
            attend(1000);
            int now = 0;
            for (int i = 0; i < begun; i++) {
                now += residents[i].client().isReady() ? 1 : 0;
            }
            progress.step(now - ready);
            progress.check();
            ready = now;
        }
    }

    /** Those who stay leave after all. */
    void leave() throws IOException {
        for (Resident resident : residents) {
            resident.client().close();
        }
        selector.selectNow();
    }

    /** Sends at these rates for so long, and waits for all that is on its way. */
    Traffic.Counts run(Rates rates, byte[] heartbeat, long millis) throws IOException {
        traffic.begin();
        long start = System.nanoTime();
        Schedule beats = new Schedule(rates.heartbeats(), start, millis);
        Schedule messages = new Schedule(rates.messages(), start, millis);
        Schedule visits = new Schedule(rates.visits(), start, millis);
        Crowd.Progress progress = new Crowd.Progress();
        boolean isDue = true;
        while (isDue || traffic.isWaiting() || visitors.areThere() || System.nanoTime() - start < millis * 1_000_000) {
            long now = System.nanoTime();
            while (beats.isDue(now)) {
                member(rates.gateways()).beat(heartbeat);
            }
            while (messages.isDue(now)) {
                Resident from = member(rates.gateways());
                from.say(partner(from, rates), messages.lastDue());
            }
            while (visits.isDue(now)) {
                visitors.visit(ports[(int) (visits.count() % rates.gateways())], traffic);
            }
            isDue = !(beats.isOver() && messages.isOver() && visits.isOver());
            progress.step(attend(1) > 0 || isDue || !traffic.isWaiting() ? 1 : 0);
            progress.check();
        }
        return traffic.counts();
    }

    private Resident member(int gateways) {
        int inTurn = random.nextInt(residents.length / ports.length);
        return residents[inTurn * ports.length + random.nextInt(gateways)];
    }

    private Resident partner(Resident from, Rates rates) {
        while (true) {
            Resident to = member(rates.gateways());
            boolean isSame = to.number() % ports.length == from.number() % ports.length;
            if (to.number() != from.number()
                    && (rates.pairs() == Pairs.ANY || isSame == (rates.pairs() == Pairs.SAME))) {
                return to;
            }
        }
    }

    private int attend(long millis) throws IOException {
        int[] done = {0};
        selector.select(
                key -> {
                    try {
                        done[0]++;
                        if (key.attachment() instanceof Client client) {
                            int unused = client.attend(buffer, traffic.texts(client));
                            visitors.leaveIfReady(client);
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                millis);
        return done[0];
    }
}
