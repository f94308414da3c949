package io.mychat.gateway.transport.undertow.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.core.read.ListAppender;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.transport.common.websocket.SafeLog;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class SocketCloserTest {

    @Test
    void aSocketThatComesAfterTheEndIsClosedAtOnce() {
        SocketCloser socketCloser = new SocketCloser(new SafeLog(new ManualTime()));
        socketCloser.start();
        socketCloser.stop(1000);
        try (Worker worker = new Worker()) {
            FakeSocket late = new FakeSocket(worker.thread());

            socketCloser.close(late);

            assertThat(late.closed).isTrue();
            assertThat(socketCloser.waiting()).isZero();
        }
    }

    @Test
    void aSocketThatCannotBeClosedDoesNotKeepOthersOpen() {
        Logger log = (Logger) LoggerFactory.getLogger("org.xnio.safe-close");
        Level before = log.getLevel();
        log.setLevel(Level.TRACE); // XNIO names the socket then, which fails
        log.setAdditive(false);
        log.addAppender(new ListAppender<>());
        SocketCloser socketCloser = new SocketCloser(new SafeLog(new ManualTime()));
        socketCloser.start();
        try (Worker worker = new Worker()) {
            FakeSocket bad = new FakeSocket(worker.thread());
            bad.unspeakable = true;
            FakeSocket good = new FakeSocket(worker.thread());

            socketCloser.close(bad);
            socketCloser.close(good);

            await().until(() -> good.closed && socketCloser.waiting() == 0);
        } finally {
            socketCloser.stop(1000);
            log.setLevel(before);
            log.setAdditive(true);
            log.detachAndStopAllAppenders();
        }
    }
}
