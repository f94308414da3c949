package io.mychat.gateway.client.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.client.GatewayException;
import io.mychat.gateway.client.data.JsonObject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What alice must see. Each expectation waits until it holds. */
final class Expectations {

    private final Player player;

    Expectations(Player player) {
        this.player = player;
    }

    void check(JsonObject step) throws Exception {
        switch (step.text("expect", "")) {
            case "status" ->
                until(() -> {
                    assertThat(player.status()).isEqualTo(step.text("status"));
                    assertThat(player.reason()).contains(step.text("reason", ""));
                });
            case "received" -> {
                until(() -> assertThat(player.device.received.size()).isGreaterThanOrEqualTo(player.sentByBob.size()));
                assertThat(player.device.received).isEqualTo(player.sentByBob);
            }
            case "stored" -> {
                Player.within(CompletableFuture.allOf(player.outcomes.toArray(CompletableFuture[]::new)));
                assertThat(player.storedOfAlice()).isEqualTo(player.sentByAlice);
            }
            case "answered" -> Player.within(CompletableFuture.allOf(player.answers.toArray(CompletableFuture[]::new)));
            case "refused" -> refused((int) step.number("code", 0));
            case "gap" -> until(() -> assertThat(player.events("gap")).isPositive());
            case "no_gap" -> assertThat(player.events("gap")).isZero();
            case "event" ->
                until(() -> assertThat(player.events(step.text("event", "")))
                        .isGreaterThanOrEqualTo((int) step.number("count", 1)));
            case "connections" ->
                until(() -> {
                    assertThat(player.proxy.connections()).isGreaterThanOrEqualTo((int) step.number("atLeast", 0));
                    assertThat((long) player.proxy.connections())
                            .isEqualTo(step.number("exactly", player.proxy.connections()));
                });
            case "quiet" -> {
                int before = player.proxy.connections();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(step.number("ms", 0)));
                assertThat(player.proxy.connections()).isEqualTo(before);
            }
            case "unsent" ->
                until(() -> assertThat((long) player.alice.unsent().size()).isEqualTo(step.number("count", 0)));
            case "refused_sends" ->
                until(() -> assertThat((long) player.refusedSends.get()).isEqualTo(step.number("count", 0)));
            default -> throw new AssertionError("no expectation " + step.fields());
        }
    }

    /** The last request was refused with this code. */
    private void refused(int code) throws Exception {
        try {
            Object answer = Player.within(player.answers.get(player.answers.size() - 1));
            throw new AssertionError("answered with " + answer);
        } catch (ExecutionException failure) {
            assertThat(failure.getCause())
                    .isInstanceOfSatisfying(
                            GatewayException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(code));
        }
    }

    static void until(Runnable check) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Player.PATIENCE_SECONDS);
        while (true) {
            try {
                check.run();
                return;
            } catch (AssertionError notYet) {
                if (System.nanoTime() > end) {
                    throw notYet;
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3));
        }
    }
}
