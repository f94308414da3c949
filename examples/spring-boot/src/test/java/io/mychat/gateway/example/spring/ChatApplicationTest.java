package io.mychat.gateway.example.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spring.test.AutoConfigureGatewayClient;
import io.mychat.gateway.test.Client;
import io.mychat.gateway.testkit.TestClient;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@AutoConfigureGatewayClient
class ChatApplicationTest {

    @Test
    void peopleTalk(
            @Client(value = "alice", password = "secret") TestClient alice,
            @Client(value = "bob", password = "secret") TestClient bob) {
        alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"hi\"}").expect(200);

        assertThat(bob.next(2003).text("content")).isEqualTo("hi");
    }
}
