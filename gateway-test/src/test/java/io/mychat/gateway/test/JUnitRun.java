package io.mychat.gateway.test;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * A run of test classes within a test.
 *
 * @param failures by display name
 * @param passed the number of test methods
 */
record JUnitRun(Map<String, Throwable> failures, int passed) {

    static JUnitRun of(Class<?>... classes) {
        return run(Map.of(), classes);
    }

    static JUnitRun inParallel(Class<?>... classes) {
        return run(
                Map.of(
                        "junit.jupiter.execution.parallel.enabled", "true",
                        "junit.jupiter.execution.parallel.mode.default", "concurrent",
                        "junit.jupiter.execution.parallel.config.strategy", "fixed",
                        "junit.jupiter.execution.parallel.config.fixed.parallelism", "4"),
                classes);
    }

    private static JUnitRun run(Map<String, String> parameters, Class<?>... classes) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(Arrays.stream(classes).map(type -> selectClass(type)).toList())
                .configurationParameters(parameters)
                .build();
        Map<String, Throwable> failures = new ConcurrentHashMap<>();
        List<String> passed = Collections.synchronizedList(new ArrayList<>());
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                result.getThrowable().ifPresent(failure -> failures.put(test.getDisplayName(), failure));
                if (test.isTest() && result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
                    passed.add(test.getDisplayName());
                }
            }
        });
        return new JUnitRun(new TreeMap<>(failures), passed.size());
    }

    /** The failure of one test. */
    Throwable failure(String test) {
        Throwable failure = failures.get(test);
        if (failure == null) {
            throw new AssertionError(test + " has not failed: " + this);
        }
        return failure;
    }

    String message(String test) {
        return String.valueOf(failure(test).getMessage());
    }

    /** The log that stands beside a failure. */
    static String log(@Nullable Throwable failure) {
        return failure == null
                ? "no failure"
                : Arrays.stream(failure.getSuppressed())
                        .filter(CapturedLog.class::isInstance)
                        .map(captured -> String.valueOf(captured.getMessage()))
                        .findFirst()
                        .orElse("no log");
    }
}
