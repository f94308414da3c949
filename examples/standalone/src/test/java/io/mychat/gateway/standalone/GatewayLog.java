package io.mychat.gateway.standalone;

import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Takes from the gateway's logger what a gateway of a test has set: the file stays open until the process ends, and a process
 * has one.
 */
final class GatewayLog implements AfterEachCallback {

    @Override
    public void afterEach(ExtensionContext context) {
        Logger logger = (Logger) LoggerFactory.getLogger("io.mychat.gateway");
        logger.detachAndStopAllAppenders();
        logger.setLevel(null);
    }
}
