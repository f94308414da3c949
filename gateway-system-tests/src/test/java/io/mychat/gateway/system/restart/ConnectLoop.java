package io.mychat.gateway.system.restart;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.testkit.transport.RawClient;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.concurrent.Callable;

/** Connects again and again until nobody listens; who is let in by a gateway that leaves is sent away with 1001. */
final class ConnectLoop implements Callable<Integer> {

    private final InetSocketAddress gateway;

    ConnectLoop(InetSocketAddress gateway) {
        this.gateway = gateway;
    }

    /** Returns how often it knocked. */
    @Override
    public Integer call() throws IOException {
        for (int knocks = 1; ; knocks++) {
            try (RawClient client = RawClient.connect(gateway)) {
                knock(client);
            } catch (EOFException | SocketException e) {
                if (!isListening()) {
                    return knocks;
                }
            }
        }
    }

    private static void knock(RawClient client) throws IOException {
        client.write(RawClient.handshake("/ws"));
        String head = client.readHead();
        if (head.startsWith("HTTP/1.1 101")) {
            // Still before the stop: leaves at once, as a client that has second thoughts.
            client.write(RawClient.close(1000, ""));
            assertThat(client.readCloseCode()).isIn(1000, 1001);
        } else {
            assertThat(head).startsWith("HTTP/1.1 503").containsIgnoringCase("Retry-After:");
        }
    }

    private boolean isListening() throws IOException {
        try (RawClient ignored = RawClient.connect(gateway)) {
            return true;
        } catch (SocketException e) {
            return false;
        }
    }
}
