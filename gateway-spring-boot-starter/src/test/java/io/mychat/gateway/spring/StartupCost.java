package io.mychat.gateway.spring;

import io.mychat.gateway.testkit.TestProcess;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Measures how much longer an application starts with a gateway. No test: it runs only when it is named, {@code
 * -Dtest=StartupCost -Dtest.timeout=10m}, with {@code -Dstartup.runs=9} for each of the two, one after the other.
 */
class StartupCost {

    private static final Pattern STARTED = Pattern.compile("Started \\S*Application in ([0-9.]+) seconds");
    private static final Pattern PROCESSOR = Pattern.compile("processor time of the main thread: ([0-9]+) ms");
    private static final Pattern GATEWAY = Pattern.compile(".*/gateway-[^/]*(\\.jar|/target/classes)");

    @Test
    void measure() {
        String[] classPath = System.getProperty("java.class.path").split(File.pathSeparator);
        String with = String.join(File.pathSeparator, classPath);
        String without = Arrays.stream(classPath)
                .filter(entry -> !GATEWAY.matcher(entry).matches())
                .collect(Collectors.joining(File.pathSeparator));
        Figures gateway = new Figures();
        Figures none = new Figures();
        for (int run = 0; run < Integer.getInteger("startup.runs", 9); run++) {
            none.add(start(without));
            gateway.add(start(with));
        }
        System.out.printf(
                "start: %d ms without a gateway, %d ms with one (medians of %d); processor time of the main thread:"
                        + " %d ms and %d ms%n",
                none.elapsed(), gateway.elapsed(), none.elapsed.size(), none.processor(), gateway.processor());
    }

    private static String start(String classPath) {
        try (TestProcess process = TestProcess.of(List.of(
                        TestProcess.java(),
                        "-cp",
                        classPath,
                        Application.class.getName(),
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--mychat.server.drain-seconds=0"))
                .start()) {
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
