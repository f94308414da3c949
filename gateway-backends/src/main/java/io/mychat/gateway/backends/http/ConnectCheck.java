package io.mychat.gateway.backends.http;

import io.mychat.gateway.spi.time.TimeSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Opens a connection to a server and closes it again. No thread waits for it; a timer polls. Thread-safe; cancelling
 * the result ends the check.
 */
final class ConnectCheck {

    private static final Duration LOOK = Duration.ofMillis(50);

    private final TimeSource time;
    /** Why there is no connection; empty: there is one. */
    private final CompletableFuture<Optional<String>> result = new CompletableFuture<>();

    /** @param atMost the time limit */
    ConnectCheck(TimeSource time, Duration atMost) {
        this.time = time;
        TimeSource.Timer limit = time.schedule(
                atMost,
                () -> result.complete(Optional.of("there is no connection within " + atMost.toMillis() + " ms")));
        then(limit::cancel);
    }

    /** Runs a short action after the check, regardless of its result. */
    private void then(Runnable action) {
        CompletionStage<Optional<String>> ended = result;
        ended.whenComplete((fault, error) -> action.run());
    }

    /** Why the server has not accepted the connection in time; empty: it has. */
    CompletableFuture<Optional<String>> result() {
        return result;
    }

    void cancel() {
        result.cancel(false);
    }

    /** Starts the check; may block during the lookup of the address. */
    void start(URI url) {
        if (!DnsPrefetch.isDirect(url)) {
            // Only the proxy can tell.
            result.complete(Optional.empty());
            return;
        }
        try {
            InetSocketAddress address = new InetSocketAddress(url.getHost(), port(url));
            SocketChannel channel = SocketChannel.open();
            then(() -> close(channel));
            channel.configureBlocking(false);
            if (channel.connect(address)) {
                result.complete(Optional.empty());
            } else {
                look(channel);
            }
        } catch (IOException | RuntimeException e) {
            // Includes an unknown host, and a channel that the timeout has closed.
            failed(e);
        }
    }

    private void failed(Exception e) {
        result.complete(Optional.of("there is no connection: " + e));
    }

    private void look(SocketChannel channel) {
        time.schedule(LOOK, () -> {
            try {
                if (result.isDone()) {
                    return;
                }
                if (channel.finishConnect()) {
                    result.complete(Optional.empty());
                } else {
                    look(channel);
                }
            } catch (IOException | RuntimeException e) {
                failed(e);
            }
        });
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // The channel is not used any longer.
        }
    }

    private static int port(URI url) {
        int usual = url.getScheme().equals("https") ? 443 : 80;
        return url.getPort() < 0 ? usual : url.getPort();
    }
}
