package io.mychat.gateway.client.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LostEndTest {

    private final AtomicInteger pings = new AtomicInteger();
    private final Queue<Runnable> looks = new ArrayDeque<>();
    private final LostEnd end = new LostEnd(pings::incrementAndGet, looks::add);

    private void seconds(int count) {
        for (int i = 0; i < count && !looks.isEmpty(); i++) {
            looks.remove().run();
        }
    }

    @Test
    void anIdleConnectionCostsNothing() {
        end.wants(2);
        assertThat(looks).isEmpty();
    }

    @Test
    void aPongEndsTheSuspicion() {
        end.wants(2);
        end.frame();
        end.wants(1);
        seconds(2);
        assertThat(pings).hasValue(1);
        end.certain();
        seconds(10);
        assertThat(pings).hasValue(1);
        assertThat(looks).isEmpty();
    }

    @Test
    void framesThatGoOnComingAskForNoPing() {
        end.wants(2);
        for (int i = 0; i < 10; i++) {
            end.frame();
            end.wants(1);
            seconds(1);
        }
        assertThat(pings).hasValue(0);
        assertThat(looks).hasSize(1);
    }

    @Test
    void thePingsAreBoundedAndBeginAnewWithTheNextFrame() {
        end.wants(2);
        end.frame();
        end.wants(1);
        seconds(100);
        assertThat(pings).hasValue(LostEnd.PINGS);
        assertThat(looks).isEmpty();
        end.frame();
        end.wants(1);
        seconds(2);
        assertThat(pings).hasValue(LostEnd.PINGS + 1);
    }

    @Test
    void nobodyIsAskedWhileNothingMayBeRead() {
        end.wants(2);
        end.frame();
        end.frame();
        seconds(30);
        assertThat(pings).hasValue(0);
        end.wants(1);
        seconds(1);
        assertThat(pings).hasValue(1);
    }
}
