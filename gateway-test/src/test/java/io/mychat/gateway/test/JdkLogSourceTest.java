package io.mychat.gateway.test;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class JdkLogSourceTest {

    @Test
    void linesOfTheJdkAreCapturedUntilTheEnd() throws Exception {
        try (LogCapture capture = LogCapture.open()) {
            AutoCloseable source = JdkLogSource.attach(capture);
            Logger logger = Logger.getLogger("io.mychat.gateway.test.jdk");
            logger.log(Level.WARNING, "the {0} is empty", "tray");
            logger.log(Level.SEVERE, "it broke", new IllegalStateException("out of paper"));
            source.close();
            logger.warning("too late");

            AssertionError failure = new AssertionError("a test");
            capture.attachTo(failure);
            String log = JUnitRun.log(failure);
            assertTrue(
                    log.contains("WARNING [" + Thread.currentThread().getName()
                            + "] io.mychat.gateway.test.jdk - the tray is empty"),
                    log);
            assertTrue(log.contains("java.lang.IllegalStateException: out of paper"), log);
            assertFalse(log.contains("too late"), log);
        } finally {
            LogCapture.leave();
        }
    }
}
