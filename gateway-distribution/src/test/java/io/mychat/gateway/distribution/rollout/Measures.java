package io.mychat.gateway.distribution.rollout;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What the clients of a crowd have measured. Thread-safe. */
final class Measures {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final List<Long> silences = new ArrayList<>();
    private final List<Long> delays = new ArrayList<>();
    private final List<Long> logins = new ArrayList<>();
    private final List<Long> loginTimes = new ArrayList<>();
    private final Map<String, Integer> refusals = new TreeMap<>();

    synchronized void back(long millis) {
        silences.add(millis);
    }

    synchronized void loggedIn(long millis) {
        logins.add(System.nanoTime());
        loginTimes.add(millis);
    }

    synchronized void refused(String why) {
        refusals.merge(why, 1, Integer::sum);
    }

    synchronized void delivered(long millis) {
        delays.add(millis);
    }

    /** What has been measured since the last call. */
    synchronized Stretch take(String what) {
        refusals.forEach((why, count) -> System.out.println("    refused " + count + " times: " + why));
        Stretch stretch = new Stretch(
                what,
                Percentiles.of(silences),
                Percentiles.of(delays),
                Percentiles.of(loginTimes),
                mostInASecond(logins),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        silences.clear();
        delays.clear();
        logins.clear();
        loginTimes.clear();
        refusals.clear();
        return stretch;
    }

    /** In any second, whenever it begins. */
    private static int mostInASecond(List<Long> moments) {
        List<Long> sorted = moments.stream().sorted().toList();
        int most = 0;
        int first = 0;
        for (int last = 0; last < sorted.size(); last++) {
            while (sorted.get(last) - sorted.get(first) >= SECOND) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }
}
