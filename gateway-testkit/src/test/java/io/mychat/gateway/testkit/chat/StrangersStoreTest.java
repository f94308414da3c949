package io.mychat.gateway.testkit.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A store that was written from the Javadoc passes, and one with a mistake is told which rule it breaks. */
class StrangersStoreTest {

    @Nested
    class FromTheJavadoc extends Suite {

        @Override
        protected MessageStore newStore() {
            return new MapMessageStore(time);
        }
    }

    @Test
    void aShortDedupeTimeIsNamed() {
        assertThat(failures(ForgetsIds.class))
                .containsOnlyKeys("anIdIsForgottenAfterTheDedupeTime()")
                .hasValueSatisfying(containing(
                        "this rule of MessageStoreContract is broken: an id is forgotten after the" + " dedupe time"));
    }

    @Test
    void anEndlessRetentionIsNamed() {
        assertThat(failures(KeepsEverything.class))
                .containsOnlyKeys(
                        "afterTheRetentionMessagesAreGoneAndTheCountGoesOn()",
                        "aReaderFromBeforeTheRetentionStartsAtTheOldestEntry()")
                .hasValueSatisfying(
                        containing("this rule of MessageStoreContract is broken: after the retention messages"
                                + " are gone and the count goes on"));
    }

    @Test
    void anIdOfAllChatsIsNamed() {
        assertThat(failures(OneIdForAllChats.class))
                .hasValueSatisfying(containing("an id counts for one sender in one chat"));
    }

    private static Condition<String> containing(String rule) {
        return new Condition<>(text -> text.contains(rule), "names '%s'", rule);
    }

    /** The messages of the failures, by the name of the test. */
    private static Map<String, String> failures(Class<?> suite) {
        Map<String, String> failures = new ConcurrentHashMap<>();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(suite))
                                .build(),
                        new TestExecutionListener() {
                            @Override
                            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                result.getThrowable()
                                        .ifPresent(failure -> failures.put(
                                                test.getDisplayName(), String.valueOf(failure.getMessage())));
                            }
                        });
        return failures;
    }

    abstract static class Suite extends MessageStoreContract {

        final ManualTime time = new ManualTime();

        @Override
        protected Instant now() {
            return time.now();
        }

        @Override
        protected void elapse(Duration duration) {
            time.advance(duration);
        }
    }

    static class ForgetsIds extends Suite {

        @Override
        protected MessageStore newStore() {
            return new MapMessageStore(time) {
                @Override
                Duration dedupeTime() {
                    return Duration.ofHours(1);
                }
            };
        }
    }

    static class KeepsEverything extends Suite {

        @Override
        protected MessageStore newStore() {
            return new MapMessageStore(time) {
                @Override
                Duration retention() {
                    return Duration.ofDays(10_000);
                }
            };
        }
    }

    static class OneIdForAllChats extends Suite {

        @Override
        protected MessageStore newStore() {
            return new MapMessageStore(time) {
                @Override
                String dedupeKey(NewMessage message) {
                    return message.fromUser() + "\n" + message.clientMsgId();
                }
            };
        }
    }
}
