package io.mychat.gateway.core.security.rate;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.config.reading.ConfigFixture;
import io.mychat.gateway.core.config.security.SecurityConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageRateTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long MILLI = Duration.ofMillis(1).toNanos();

    private static MessageLimits limits(int perSecond, int burst) {
        return limits(Map.of("security.messages_per_second", perSecond, "security.message_burst", burst));
    }

    private static MessageLimits limits(Map<String, ?> settings) {
        SecurityConfig config = ConfigFixture.config(settings).security();
        return MessageLimits.of(config, config.messagesPerSecond(), config.messageBurst());
    }

    @Test
    void theBurstIsAllowedAtOnceAndThenTheRate() {
        MessageRate rate = new MessageRate(limits(10, 5), 0);
        for (int i = 0; i < 5; i++) {
            assertThat(rate.take(0)).isZero();
        }

        assertThat(rate.take(0)).as("milliseconds to wait").isEqualTo(100);
        assertThat(rate.take(99 * MILLI)).isEqualTo(1);
        assertThat(rate.take(100 * MILLI)).isZero();
        assertThat(rate.take(100 * MILLI)).isEqualTo(100);
    }

    @Test
    void aLongSilenceEarnsNoMoreThanTheBurst() {
        MessageRate rate = new MessageRate(limits(10, 5), 0);
        long later = Duration.ofDays(1).toNanos();
        for (int i = 0; i < 5; i++) {
            assertThat(rate.take(later)).isZero();
        }

        assertThat(rate.take(later)).isPositive();
    }

    @Test
    void aRateOfZeroIsOff() {
        MessageRate rate = new MessageRate(limits(0, 1), 0);
        for (int i = 0; i < 100_000; i++) {
            assertThat(rate.take(0)).isZero();
        }

        assertThat(rate.isExhausted(0)).isFalse();
    }

    @Test
    void aRateThatDividesNoSecondIsNotExceededEither() {
        MessageRate rate = new MessageRate(limits(300_000, 100), 0);
        int allowed = 0;
        for (long now = 0; now <= SECOND; now += 500) {
            allowed += rate.take(now) == 0 ? 1 : 0;
        }

        assertThat(allowed).isBetween(300_000, 300_100);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noStretchOfTimeHoldsMoreThanTheBurstAndTheRate(long seed) {
        Random random = new Random(seed);
        int perSecond = 1 + random.nextInt(1000);
        int burst = 1 + random.nextInt(100);
        long now = random.nextBoolean() ? random.nextLong() : Long.MAX_VALUE - SECOND;
        MessageRate rate = new MessageRate(limits(perSecond, burst), now);
        List<Long> allowed = new ArrayList<>();
        long start = now;
        for (int i = 0; i < 3000; i++) {
            now += random.nextInt(10) == 0 ? random.nextLong(SECOND) : random.nextLong(2 * SECOND / perSecond);
            long wait = rate.take(now);
            if (wait == 0) {
                allowed.add(now - start);
            } else if (random.nextInt(4) == 0) {
                now += wait * MILLI;
                assertThat(rate.take(now))
                        .as("after the wait that was asked for")
                        .isZero();
                allowed.add(now - start);
            }
        }

        for (int from = 0; from < allowed.size(); from += 7) {
            for (int to = from; to < allowed.size(); to++) {
                double seconds = (double) (allowed.get(to) - allowed.get(from)) / SECOND;
                assertThat((double) (to - from + 1)).isLessThanOrEqualTo(burst + perSecond * seconds + 1e-6);
            }
        }
    }

    @Test
    void aHundredRefusalsWithinTenSecondsAreEnough() {
        MessageRate rate = new MessageRate(limits(1, 1), 0);
        rate.take(0);
        for (int i = 0; i < 99; i++) {
            rate.take(0);
        }
        assertThat(rate.isExhausted(0)).isFalse();

        rate.take(0);

        assertThat(rate.isExhausted(0)).isTrue();
    }

    @Test
    void refusalsAreForgotten() {
        MessageRate rate = new MessageRate(limits(1, 1), 0);
        for (int i = 0; i < 100; i++) {
            rate.take(0);
        }
        rate.take(15 * SECOND);
        rate.take(15 * SECOND);
        assertThat(rate.isExhausted(15 * SECOND)).isFalse();

        for (int i = 0; i < 60; i++) {
            rate.take(15 * SECOND);
        }

        assertThat(rate.isExhausted(15 * SECOND))
                .as("half of the window before still counts")
                .isTrue();
        assertThat(rate.isExhausted(60 * SECOND)).isFalse();
    }

    @Test
    void aFewRefusalsNowAndThenNeverAreEnough() {
        MessageRate rate = new MessageRate(limits(1, 1), 0);
        for (long second = 0; second < 600; second++) {
            for (int i = 0; i < 10; i++) {
                rate.take(second * SECOND);
            }
            assertThat(rate.isExhausted(second * SECOND)).isFalse();
        }
    }

    @Test
    void closingCanBeSwitchedOff() {
        MessageRate rate = new MessageRate(
                limits(Map.of(
                        "security.messages_per_second", 1,
                        "security.message_burst", 1,
                        "security.rate_refusals_before_close", 0)),
                0);
        for (int i = 0; i < 1000; i++) {
            rate.take(0);
        }

        assertThat(rate.isExhausted(0)).isFalse();
    }

    @Test
    void otherLimitsCountAtOnceAndNobodyPaysForThoseThatAreGone() {
        MessageRate rate = new MessageRate(limits(1, 500), 0);
        for (int i = 0; i < 500; i++) {
            assertThat(rate.take(0)).isZero();
        }
        assertThat(rate.take(0)).isEqualTo(1000);

        rate.adopt(limits(10, 5), 0);

        assertThat(rate.take(0)).isEqualTo(100);
        assertThat(rate.take(100 * MILLI)).isZero();
        rate.adopt(limits(0, 5), 100 * MILLI);
        assertThat(rate.take(100 * MILLI)).isZero();
    }
}
