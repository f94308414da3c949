package io.mychat.gateway.client.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.client.ClientState;
import io.mychat.gateway.client.Credentials;
import io.mychat.gateway.client.Event;
import io.mychat.gateway.client.GatewayClient;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A client with its defaults leaves neither a thread nor a socket, although the server does not even answer the close. */
class CloseTest {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    @Test
    void threadsAndSocketsEndAfterClose() throws Exception {
        Set<Thread> before = threads();
        try (AbruptServer server = new AbruptServer(AbruptServer.Manner.DEAF)) {
            GatewayClient client = GatewayClient.builder(server.url()).build();
            CompletableFuture<ClientState> loggingIn = new CompletableFuture<>();
            client.on(Event.STATE, state -> {
                if (state.status().equals("authenticating")) {
                    loggingIn.complete(state);
                }
            });
            CompletableFuture<?> connecting = client.connect(Credentials.password("alice", "secret"));
            loggingIn.get(20, TimeUnit.SECONDS);
            assertThat(threads()).hasSizeGreaterThan(before.size());
            client.close();
            client.close();
            assertThat(connecting).failsWithin(20, TimeUnit.SECONDS);
            server.left().get(20, TimeUnit.SECONDS);
        }
        for (long end = System.nanoTime() + PATIENCE_NANOS; ; ) {
            Set<Thread> left = threads();
            left.removeAll(before);
            if (left.isEmpty()) {
                return;
            }
            assertThat(System.nanoTime()).as("still there: %s", left).isLessThan(end);
            System.gc(); // JDK 17 ends an HTTP client that nobody refers to
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    /** Those of clients, and of java.net.http. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .filter(thread -> thread.getName().startsWith("gateway-client")
                        || thread.getName().startsWith("HttpClient-"))
                .collect(Collectors.toSet());
    }
}
