package io.mychat.gateway.example.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spring.test.GatewayBootTest;
import io.mychat.gateway.test.Client;
import io.mychat.gateway.testkit.TestClient;
import org.junit.jupiter.api.Test;

@GatewayBootTest
class GreeterTest {

    @Test
    void greets(@Client(value = "alice", password = "secret") TestClient alice) {
        assertThat(alice.request(5001, "{\"name\":\"world\"}").expect(200).text("text"))
                .isEqualTo("Hello world");
    }
}
