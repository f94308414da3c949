package io.mychat.gateway.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.client.Credentials;
import io.mychat.gateway.client.Event;
import io.mychat.gateway.client.GatewayClient;
import io.mychat.gateway.client.data.Gap;
import io.mychat.gateway.client.data.Sent;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.test.LiveGateway;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two people with the client for Java, whose node stops while they talk: they go on at the other one. */
class MovingClientTest {

    private static final int MESSAGES = 50;

    private final RedisProcess redis = RedisProcess.start();
    private final List<Gap> gaps = new CopyOnWriteArrayList<>();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private LiveGateway one;
    private LiveGateway two;

    @BeforeEach
    void start() throws IOException {
        Map<String, ?> settings = Map.of("redis.host", "127.0.0.1", "redis.port", redis.port());
        one = ClusterGateway.start("one", settings);
        two = ClusterGateway.start("two", settings);
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
        redis.close();
    }

    private GatewayClient client() {
        GatewayClient client = GatewayClient.builder(one.webSocketUri().toString())
                .url(two.webSocketUri().toString())
                .build();
        client.on(Event.GAP, gaps::add);
        return client;
    }

    @Test
    void whatIsSaidWhileANodeStopsComesOnceAndInOrder() throws Exception {
        List<String> sent = new ArrayList<>();
        List<CompletableFuture<Sent>> storing = new ArrayList<>();
        try (GatewayClient alice = client();
                GatewayClient bob = client()) {
            bob.on(Event.MESSAGE, message -> received.add(message.content()));
            for (GatewayClient person : List.of(alice, bob)) {
                String name = person == alice ? "alice" : "bob";
                person.connect(Credentials.password(name, ClusterGateway.PASSWORD))
                        .get(20, TimeUnit.SECONDS);
            }
            assertThat(one.connections()).isEqualTo(2);
            for (int i = 0; i < MESSAGES; i++) {
                sent.add("message " + i);
                storing.add(alice.send("bob", "message " + i));
                if (i == MESSAGES / 2) {
                    storing.get(i).get(20, TimeUnit.SECONDS);
                    one.close();
                }
            }
            CompletableFuture.allOf(storing.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
            await().atMost(Duration.ofSeconds(60)).until(() -> received.size() >= MESSAGES);
            assertThat(received).isEqualTo(sent);
            assertThat(gaps).isEmpty();
            assertThat(two.connections()).isEqualTo(2);
        }
    }
}
