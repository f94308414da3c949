package io.mychat.gateway.spring;

import io.mychat.gateway.testkit.TestProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Measures how much longer an application starts with a gateway: one that has Spring MVC and nothing else, from jars, as
 * its users have it. With {@code -Dstartup.all=true} it has all that is on the class path of the tests: Security,
 * Actuator, Micrometer and WebFlux. No test: it runs only when it is named, {@code -Dtest=StartupCost
 * -Dtest.timeout=10m}, with {@code -Dstartup.runs=9} for each of the two, in turns, and with {@code
 * -Dstartup.flags=-XX:TieredStopAtLevel=1} for the JVM.
 */
class StartupCost {

    private static final Pattern STARTED = Pattern.compile("Started \\S*Application in ([0-9.]+) seconds");
    private static final Pattern PROCESSOR = Pattern.compile("processor time of the main thread: ([0-9]+) ms");
    private static final Pattern GATEWAY = Pattern.compile(".*/gateway-[^/]*(\\.jar|/target/classes)");

    private static final Pattern MORE_THAN_MVC = Pattern.compile(
            ".*/[^/]*(spring[^/]*security|oauth2|nimbus|actuator|micrometer-(core|jakarta|metrics)|health|webflux|reactor"
                    + "|netty|HdrHistogram|LatencyUtils|junit|assertj|byte-buddy|awaitility|hamcrest|undertow|xnio|jboss|wildfly"
                    + "|smallrye|jedis|commons-pool2|gson|redis|guava|resilience4j|schema-validator|dataformat-yaml)[^/]*\\.jar"
                    + "|.*/gateway-(console|observability|testkit|redis|frame-contract|transport-(common|undertow))/.*");

    @TempDir
    private Path jars;

    @Test
    void measure() {
        List<String> classPath = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> Boolean.getBoolean("startup.all")
                        || !MORE_THAN_MVC.matcher(entry).matches())
                .toList();
        String with = classPath.stream().map(this::jar).collect(Collectors.joining(File.pathSeparator));
        String without = classPath.stream()
                .filter(entry -> !GATEWAY.matcher(entry).matches())
                .map(this::jar)
                .collect(Collectors.joining(File.pathSeparator));
        Figures gateway = new Figures();
        Figures none = new Figures();
        for (int run = 0; run < Integer.getInteger("startup.runs", 9); run++) {
            // Whoever comes first in a round may find another machine.
            if (run % 2 == 0) {
                none.add(start(without));
                gateway.add(start(with));
            } else {
                gateway.add(start(with));
                none.add(start(without));
            }
        }
        System.out.printf(
                "start: %d ms without a gateway, %d ms with one, %d ms more (medians of %d, and of the rounds'"
                        + " differences); processor time of the main thread: %d ms and %d ms%n",
                none.elapsed(),
                gateway.elapsed(),
                gateway.elapsedMoreThan(none),
                none.elapsed.size(),
                none.processor(),
                gateway.processor());
    }

    /** A directory of classes as a jar: in front of a class path, a directory costs a call of the system for each class. */
    private String jar(String entry) {
        Path directory = Path.of(entry);
        if (!Files.isDirectory(directory)) {
            return entry;
        }
        Path jar = jars.resolve(entry.replace('/', '_') + ".jar");
        if (Files.exists(jar)) {
            return jar.toString();
        }
        try (Stream<Path> found = Files.walk(directory);
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new ZipEntry(directory.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jar.toString();
    }

    private static String start(String classPath) {
        List<String> command = new ArrayList<>(List.of(TestProcess.java()));
        command.addAll(
                List.of(System.getProperty("startup.flags", "-Xshare:auto").split(" ")));
        command.addAll(List.of(
                "-cp",
                classPath,
                Application.class.getName(),
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--mychat.server.drain-seconds=0"));
        try (TestProcess process = TestProcess.of(command).start()) {
            process.exitCode();
            return process.output();
        }
    }

    private static final class Figures {

        private final List<Long> elapsed = new ArrayList<>();
        private final List<Long> processor = new ArrayList<>();

        private void add(String output) {
            elapsed.add(Math.round(1000 * number(STARTED, output)));
            processor.add(Math.round(number(PROCESSOR, output)));
        }

        private static double number(Pattern line, String output) {
            Matcher found = line.matcher(output);
            if (!found.find()) {
                throw new IllegalStateException(output);
            }
            return Double.parseDouble(found.group(1));
        }

        private long elapsed() {
            return median(elapsed);
        }

        private long elapsedMoreThan(Figures other) {
            return median(IntStream.range(0, elapsed.size())
                    .mapToObj(round -> elapsed.get(round) - other.elapsed.get(round))
                    .toList());
        }

        private long processor() {
            return median(processor);
        }

        private static long median(List<Long> values) {
            return values.stream().sorted().toList().get(values.size() / 2);
        }
    }

    /** Has a page; with the starter on its class path it has a gateway, too. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        public static void main(String[] arguments) {
            try (var context = SpringApplication.run(Application.class, arguments)) {
                System.out.println("processor time of the main thread: "
                        + ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1_000_000 + " ms");
            }
        }

        @RestController
        static class Page {

            @GetMapping("/hello")
            String hello() {
                return "hello";
            }
        }
    }
}
