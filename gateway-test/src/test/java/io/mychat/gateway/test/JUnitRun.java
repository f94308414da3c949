package io.mychat.gateway.test;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
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

    /** The log that stands beside a failure. */
    static String log(Throwable failure) {
        return Arrays.stream(failure.getSuppressed())
                .filter(CapturedLog.class::isInstance)
                .map(Throwable::getMessage)
                .findFirst()
                .orElse("no log");
    }
}
