package io.mychat.gateway.backends.http;

import io.mychat.gateway.spi.time.TimeSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Opens a connection to a server and closes it again. No thread waits for it: a timer looks. Thread-safe; cancelling the result
 * ends it.
 */
final class ConnectCheck {

    private static final Duration LOOK = Duration.ofMillis(50);

    private final TimeSource time;
    private final CompletableFuture<Boolean> result = new CompletableFuture<>();

    /** @param atMost how long it may take */
    ConnectCheck(TimeSource time, Duration atMost) {
        this.time = time;
        TimeSource.Timer limit = time.schedule(atMost, () -> result.complete(false));
        then(limit::cancel);
    }

    /** Runs something short when it is over, however it ends. */
    private void then(Runnable action) {
        CompletionStage<Boolean> ended = result;
        ended.whenComplete((connected, error) -> action.run());
    }

    /** Whether the server has accepted the connection in time. */
    CompletableFuture<Boolean> result() {
        return result;
    }

    void cancel() {
        result.cancel(false);
    }

    /** Begins; may block while the address is looked for. */
    void start(URI url) {
        if (!DnsPrefetch.isDirect(url)) {
            // Only the proxy can say.
            result.complete(true);
            return;
        }
        try {
            InetSocketAddress address = new InetSocketAddress(url.getHost(), port(url));
            SocketChannel channel = SocketChannel.open();
            then(() -> close(channel));
            channel.configureBlocking(false);
            if (channel.connect(address)) {
                result.complete(true);
            } else {
                look(channel);
            }
        } catch (IOException | RuntimeException e) {
            // Also an address that cannot be found, and a channel that a time-out has closed.
            result.complete(false);
        }
    }

    private void look(SocketChannel channel) {
        time.schedule(LOOK, () -> {
            try {
                if (result.isDone()) {
                    return;
                }
                if (channel.finishConnect()) {
                    result.complete(true);
                } else {
                    look(channel);
                }
            } catch (IOException | RuntimeException e) {
                result.complete(false);
            }
        });
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It is not used any more.
        }
    }

    private static int port(URI url) {
        int usual = url.getScheme().equals("https") ? 443 : 80;
        return url.getPort() < 0 ? usual : url.getPort();
    }
}
