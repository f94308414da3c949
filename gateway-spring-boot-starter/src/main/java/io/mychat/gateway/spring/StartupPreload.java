package io.mychat.gateway.spring;

import io.mychat.gateway.core.GatewayServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/**
 * Loads classes of the gateway beside the start of the application, as Spring Boot does with its own. Not with one
 * processor, and not where {@code spring.backgroundpreinitializer.ignore} is true.
 */
final class StartupPreload implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

    private static final Logger log = LoggerFactory.getLogger(StartupPreload.class);

    /** Called by Spring Boot. */
    StartupPreload() {}

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        Environment environment = event.getEnvironment();
        if (Runtime.getRuntime().availableProcessors() > 1
                && environment.getProperty("mychat.boot.enabled", Boolean.class, true)
                && !environment.getProperty("spring.backgroundpreinitializer.ignore", Boolean.class, false)) {
            Thread unused = Rehearsal.THREAD;
        }
    }

    /** Initialized once: a second context in this JVM finds everything loaded. */
    private static final class Rehearsal {

        static final Thread THREAD = start();

        private static Thread start() {
            Thread thread = new Thread(StartupPreload::run, "mychat-preload");
            thread.setDaemon(true);
            thread.start();
            return thread;
        }
    }

    /** Without ports of the gateway's own, which are the exception. */
    private static void run() {
        try {
            GatewayServer.builder().without(GatewayFactory.UNDERTOW).preload();
        } catch (RuntimeException | LinkageError e) { // the start meets the same fault, and reports it
            log.debug("Classes of the gateway could not be loaded ahead of their use", e);
        }
    }
}
