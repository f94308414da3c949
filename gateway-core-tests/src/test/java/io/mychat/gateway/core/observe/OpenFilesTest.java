package io.mychat.gateway.core.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenFilesTest {

    @Test
    void noMoreConnectionsAreTakenThanThereAreDescriptors() {
        OpenFiles few = new OpenFiles(600, () -> 100);

        assertThat(few.sockets()).isEqualTo(425); // an eighth is for what is opened later
        assertThat(few.connections(100_000, 2000)).isEqualTo(319); // a quarter is for HTTP
        assertThat(few.connections(100_000, 25)).isEqualTo(400);
        assertThat(few.connections(10, 2000)).isEqualTo(10);
        assertThat(few.limit()).isEqualTo(600);
    }

    @Test
    void aLimitBelowWhatIsOpenLeavesSome() {
        assertThat(new OpenFiles(10, () -> 100).connections(100_000, 2000)).isPositive();
    }

    @Test
    void anUnknownLimitLimitsNothing() {
        assertThat(new OpenFiles(0, () -> 0).connections(100_000, 2000)).isEqualTo(100_000);
    }

    @Test
    void theProcessKnowsItsLimit() {
        OpenFiles own = OpenFiles.ofProcess();

        assertThat(own.connections(Integer.MAX_VALUE, 2000)).isPositive();
        assertThat(own.metrics()).hasSize(2);
    }
}
