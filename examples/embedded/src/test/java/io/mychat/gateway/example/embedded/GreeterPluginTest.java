package io.mychat.gateway.example.embedded;

// snippet: plugin-test
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mychat.gateway.test.Client;
import io.mychat.gateway.test.GatewayTest;
import io.mychat.gateway.testkit.TestClient;
import org.junit.jupiter.api.Test;

@GatewayTest(settings = "plugins.settings.greeter.greeting=Good morning")
class GreeterPluginTest {

    @Test
    void greets(@Client("alice") TestClient alice) {
        assertEquals(
                "Good morning world, says alice",
                alice.request(7001, "{\"name\":\"world\"}").expect(200).text("text"));
    }
}
// end
