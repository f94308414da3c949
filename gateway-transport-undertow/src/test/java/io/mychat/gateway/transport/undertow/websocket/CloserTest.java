package io.mychat.gateway.transport.undertow.websocket;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class CloserTest {

    @Test
    void aSocketThatCannotBeClosedDoesNotKeepOthersOpen() {
        Logger log = (Logger) LoggerFactory.getLogger("org.xnio.safe-close");
        Level before = log.getLevel();
        log.setLevel(Level.TRACE); // XNIO names the socket then, which fails
        log.setAdditive(false);
        log.addAppender(new ListAppender<>());
        Closer closer = new Closer();
        closer.start();
        try (Worker worker = new Worker()) {
            FakeSocket bad = new FakeSocket(worker.thread());
            bad.unspeakable = true;
            FakeSocket good = new FakeSocket(worker.thread());

            closer.close(bad);
            closer.close(good);

            await().until(() -> good.closed && closer.waiting() == 0);
        } finally {
            closer.stop(1000);
            log.setLevel(before);
            log.setAdditive(true);
            log.detachAndStopAllAppenders();
        }
    }
}
