package io.mychat.gateway.testkit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Awaitility looks at once and then every 10 ms, instead of every 100 ms: most conditions are true within a few milliseconds. Applies to
 * builds that let JUnit detect extensions ({@code junit.jupiter.extensions.autodetection.enabled}).
 *
 * @since 0.1.0
 */
public final class PromptPolls implements BeforeAllCallback {

    private static final Duration INTERVAL = Duration.ofMillis(10);

    /** Called by JUnit. */
    public PromptPolls() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(INTERVAL);
    }
}
