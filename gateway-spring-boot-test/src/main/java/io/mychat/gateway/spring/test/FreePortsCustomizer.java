package io.mychat.gateway.spring.test;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/** Tests run beside each other, so a gateway with ports of its own takes free ones, and a stop waits for nobody. */
record FreePortsCustomizer() implements ContextCustomizer {

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
        TestPropertyValues.of(
                        "mychat.server.websocket-port=0", "mychat.server.http-port=0", "mychat.server.drain-seconds=0")
                .applyTo(context);
    }
}
