package io.mychat.gateway.core.http.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.transport.HttpStream;
import io.mychat.gateway.testkit.CountingAccount;
import org.junit.jupiter.api.Test;

final class EventOutboundTest {

    private final CountingAccount account = new CountingAccount();
    private final EventOutbound outbound = new EventOutbound(1000);

    /** A stream whose socket takes a piece when the test says so. */
    static final class NoStream implements HttpStream {

        @Override
        public void write(byte[] piece) {}

        @Override
        public void end() {}

        @Override
        public void abort() {}
    }

    @Test
    void whatWaitsBeforeTheAccountIsKnownCountsInIt() {
        outbound.add(new byte[93]);
        outbound.open(new NoStream());

        outbound.countIn(account);

        assertThat(account.outbound()).isEqualTo(93);
        outbound.written();
        assertThat(account.outbound()).as("released once").isZero();
    }

    @Test
    void whatTheSocketTookBeforeIsNotReleased() {
        outbound.add(new byte[93]);
        outbound.open(new NoStream());
        outbound.written();

        outbound.countIn(account);
        outbound.add(new byte[10]);

        assertThat(account.outbound()).isEqualTo(10);
        outbound.written();
        assertThat(account.outbound()).isZero();
    }
}
