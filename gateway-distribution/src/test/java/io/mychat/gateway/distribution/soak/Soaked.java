package io.mychat.gateway.distribution.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.distribution.Installation;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A gateway of a soak, its visitors and its samples. For use by one thread. */
final class Soaked {

    /** What a heap may differ in, by the moment at which it is looked at. */
    private static final double HEAP_NOISE_MB = 2;

    private static final int NOISE = 2;

    static final int RESIDENTS = 2;

    private final String name;
    private final Installation gateway;
    private final int users;
    private final Sampler sampler;
    private final List<double[]> ebbs = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private List<Visitor> visitors = List.of();
    private List<Resident> residents = List.of();
    private @Nullable ExecutorService threads;
    private int visits;
    private double ebbSince;

    Soaked(String name, Installation gateway, OptionalInt redisPort, int users) {
        this.name = name;
        this.gateway = gateway;
        this.users = users;
        this.sampler = new Sampler(gateway, redisPort);
    }

    String name() {
        return name;
    }

    int visits() {
        return visits;
    }

    /** Opens the doors: as many residents as {@link #RESIDENTS}, whose names are behind those of the visitors, and all visitors. */
    void open() throws Exception {
        residents = IntStream.range(users, users + RESIDENTS)
                .mapToObj(i -> new Resident(gateway, i))
                .toList();
        for (Resident resident : residents) {
            resident.come();
        }
        List<String> hosts = residents.stream().map(Resident::name).toList();
        visitors = IntStream.range(0, users)
                .mapToObj(i -> new Visitor(gateway, i, users, hosts))
                .toList();
        ExecutorService fresh = Executors.newFixedThreadPool(users);
        visitors.forEach(fresh::execute);
        threads = fresh;
    }

    /** Waits until everybody has left. */
    void leave() throws Exception {
        visitors.forEach(Visitor::end);
        if (threads != null) {
            threads.shutdown();
            assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }
        for (Visitor visitor : visitors) {
            visits += visitor.visits();
            faults.addAll(visitor.faults());
        }
        visitors = List.of();
        for (Resident resident : residents) {
            faults.addAll(resident.leave());
            System.out.println(name + ", " + resident);
            assertThat(resident.messages()).as("%s", resident).isPositive();
            assertThat(resident.logins())
                    .as("%s: its connection broke", resident)
                    .isGreaterThan(1);
        }
        residents = List.of();
    }

    void sample() throws Exception {
        residents.forEach(Resident::breakConnection);
        sampler.take();
    }

    void beginEbb() {
        ebbSince = last().minute();
    }

    void endEbb() {
        ebbs.add(new double[] {ebbSince, last().minute()});
        System.out.println(name + ", " + visits + " visits, nobody is there: " + last());
    }

    Sample last() {
        List<Sample> all = sampler.samples();
        return all.get(all.size() - 1);
    }

    String table() {
        return sampler.samples().stream()
                .map(Sample::line)
                .collect(Collectors.joining("\n", Sample.HEADER + "\n", "\n"));
    }

    String plot(String title) {
        return new Plot(title, sampler.samples(), ebbs).svg();
    }

    /** As little is taken as in an earlier sample, and nothing went wrong. */
    void isBackAt(Sample earlier) {
        Sample now = last();
        assertThat(faults).as(name).isEmpty();
        assertThat(gateway.log()).as(name).doesNotContain("ERROR", "OutOfMemoryError");
        assertThat(visits).as("%s: everybody came", name).isGreaterThan(users);
        assertThat(now.connections()).as("%s: %s", name, now).isZero();
        assertThat(now.heap()).as("%s: heap of %s", name, now).isLessThan(earlier.heap() * 1.05 + HEAP_NOISE_MB);
        assertThat(now.threads()).as("%s: threads of %s", name, now).isLessThanOrEqualTo(earlier.threads() + NOISE);
        assertThat(now.descriptors())
                .as("%s: descriptors of %s", name, now)
                .isLessThanOrEqualTo(earlier.descriptors() + NOISE);
        assertThat(now.keys()).as("%s: keys of %s", name, now).isLessThanOrEqualTo(earlier.keys() + NOISE);
    }
}
