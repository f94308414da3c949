package io.mychat.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.testkit.InMemoryHttpTransport;
import io.mychat.gateway.testkit.InMemoryTransport;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestProcess;
import io.mychat.gateway.testkit.auth.FakeTokens;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a thread of a host loads beside its own start. */
class PreloadTest {

    private static final Pattern LOADED = Pattern.compile("the start has loaded ([0-9]+) classes");

    private static final Pattern CLASS = Pattern.compile("] (\\S+) source: ");

    private static final Set<String> LATER = Set.of(
            "com.fasterxml.jackson.databind.ObjectMapper",
            "inet.ipaddr.IPAddress",
            "io.mychat.gateway.core.http.HttpApi",
            "io.mychat.gateway.core.watch.DeadlockCheck",
            "io.mychat.gateway.spi.event.GatewayEvent$BanLifted",
            "com.sun.management.GarbageCollectorMXBean",
            "javax.crypto.Mac");

    /** Starts a gateway as the first thing in its JVM. */
    static final class FirstStart {

        public static void main(String[] arguments) throws Exception {
            ManualTime time = new ManualTime();
            GatewayBuilder builder = GatewayServer.builder()
                    .time(time)
                    .webSocketTransport(new InMemoryTransport(time))
                    .httpTransport(new InMemoryHttpTransport())
                    .tokens(new FakeTokens(time));
            switch (arguments[0]) {
                case "before" -> GatewayServer.builder().preload();
                case "beside" -> new Thread(() -> GatewayServer.builder().preload()).start();
                default -> {}
            }
            long before = ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
            try (GatewayServer gateway = builder.build()) {
                gateway.start();
                System.out.printf(
                        "the start has loaded %d classes%n",
                        ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount() - before);
            }
        }
    }

    private static int loaded(String preload) {
        try (TestProcess process =
                TestProcess.java(FirstStart.class, List.of(preload)).start()) {
            assertThat(process.exitCode()).as(process.output()).isZero();
            Matcher found = LOADED.matcher(process.output());
            assertThat(found.find()).as(process.output()).isTrue();
            return Integer.parseInt(found.group(1));
        }
    }

    @Test
    void aStartBehindItLoadsLittle() {
        int alone = loaded("never");

        assertThat(loaded("before")).as("alone: %d", alone).isLessThan(alone / 3);
    }

    /** Each costs a start a fifth of a millisecond and more; there were more than 400. */
    @Test
    void aStartLinksFewLambdas() {
        List<String> lambdas = loadedByAStart().stream()
                .filter(name -> name.startsWith("io.mychat.") && name.contains("$$Lambda"))
                .toList();

        assertThat(lambdas).isNotEmpty().hasSizeLessThan(200);
    }

    /** Jackson's mapper and the HTTP API were a third of the classes of a start. */
    @Test
    void aStartLoadsNothingThatComesLater() {
        Set<String> loaded = loadedByAStart();
        assertThat(loaded).contains("com.fasterxml.jackson.databind.JsonNode");
        assertThat(LATER).as("what a start does not need").doesNotContainAnyElementsOf(loaded);
    }

    private static Set<String> loadedByAStart() {
        List<String> command = List.of(
                TestProcess.java(),
                "-Xlog:class+load",
                "-cp",
                System.getProperty("java.class.path"),
                FirstStart.class.getName(),
                "never");
        try (TestProcess process = TestProcess.of(command).start()) {
            assertThat(process.exitCode()).as(process.output()).isZero();
            return CLASS.matcher(process.output())
                    .results()
                    .map(line -> line.group(1))
                    .collect(Collectors.toSet());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aStartBesideItSucceeds(int ignored) {
        assertThat(loaded("beside")).isPositive();
    }

    @Test
    void itLeavesNoThread() {
        GatewayServer.builder().preload();
        Set<String> before = threads();
        GatewayServer.builder().preload();

        assertThat(threads()).isSubsetOf(before);
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("gateway-"))
                .collect(Collectors.toSet());
    }
}
