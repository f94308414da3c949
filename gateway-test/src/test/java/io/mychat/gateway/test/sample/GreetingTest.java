package io.mychat.gateway.test.sample;

// tag::greeting[]
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.test.Client;
import io.mychat.gateway.test.GatewaySetup;
import io.mychat.gateway.test.GatewayTest;
import io.mychat.gateway.testkit.TestClient;
import org.junit.jupiter.api.Test;

@GatewayTest
class GreetingTest {

    @GatewaySetup
    void handlers(GatewayBuilder builder) {
        builder.handler(5001, (message, context) -> Reply.ok("{\"hello\":\"alice\"}"));
    }

    @Test
    void greets(@Client("alice") TestClient alice) {
        assertEquals("alice", alice.request(5001, "{}").expect(200).text("hello"));
    }
}
// end::greeting[]
