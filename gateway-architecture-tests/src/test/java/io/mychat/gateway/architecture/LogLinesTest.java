package io.mychat.gateway.architecture;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Nobody can fill the log. A line at info, warn or error is written through {@code RateLimitedLog}, which allows one a
 * minute, or {@code unlimited-log-lines.properties} says what else bounds it: {@code Class.method = reason}.
 */
@AnalyzeClasses(packages = Production.ROOT, importOptions = Production.class)
class LogLinesTest {

    private static final Set<String> LOGGERS = Set.of("org.slf4j.Logger", "org.slf4j.spi.LoggingEventBuilder");
    private static final Set<String> LEVELS =
            Set.of("info", "warn", "error", "atInfo", "atWarn", "atError", "atLevel", "makeLoggingEventBuilder");
    private static final String LIMITED = Production.ROOT + ".spi.event.RateLimitedLog";

    @ArchTest
    static void everyLineIsLimitedOrHasItsReason(JavaClasses all) throws IOException {
        Set<String> unlimited = all.stream()
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(LogLinesTest::logsWithoutLimit)
                .map(LogLinesTest::name)
                .collect(toCollection(TreeSet::new));

        assertThat(unlimited)
                .as("Code that logs without a limit. Log through RateLimitedLog what a client, a back-end or the"
                        + " content of a store can cause again and again; else say in unlimited-log-lines.properties"
                        + " what bounds the line")
                .isEqualTo(new TreeSet<>(reasons().stringPropertyNames()));
    }

    @ArchTest
    static void everyReasonIsASentence(JavaClasses unused) throws IOException {
        assertThat(reasons().values())
                .allSatisfy(reason -> assertThat((String) reason).contains(" "));
    }

    /** Calls a logger, or gives a method of one to something else than a limited log. */
    private static boolean logsWithoutLimit(JavaCodeUnit code) {
        boolean calls = code.getMethodCallsFromSelf().stream()
                .anyMatch(call -> isLogger(call.getTargetOwner().getName(), call.getName()));
        boolean gives = code.getMethodReferencesFromSelf().stream()
                .anyMatch(method -> isLogger(method.getTargetOwner().getName(), method.getName()));
        boolean limits = Stream.concat(
                        code.getMethodCallsFromSelf().stream(), code.getConstructorCallsFromSelf().stream())
                .anyMatch(call -> call.getTargetOwner().getName().startsWith(LIMITED));
        return calls || (gives && !limits);
    }

    private static boolean isLogger(String type, String method) {
        return LOGGERS.contains(type) && LEVELS.contains(method);
    }

    private static String name(JavaCodeUnit code) {
        String type = code.getOwner().getName();
        return type.substring(type.lastIndexOf('.') + 1).replace('$', '.') + "." + code.getName();
    }

    private static Properties reasons() throws IOException {
        Properties reasons = new Properties();
        try (InputStream file = LogLinesTest.class.getResourceAsStream("unlimited-log-lines.properties")) {
            reasons.load(file);
        }
        return reasons;
    }
}
