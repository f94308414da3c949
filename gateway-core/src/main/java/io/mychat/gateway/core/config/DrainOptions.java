package io.mychat.gateway.core.config;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * How a node leaves its clients.
 *
 * @param perSecond the clients that leave in a second, from 1; empty: {@code server.drain_per_second}
 * @param redirect the addresses that clients are sent to ({@code ws://} or {@code wss://}); empty: those that the other
 *     nodes have as {@code server.public_url}
 * @since 0.1.0
 */
public record DrainOptions(OptionalInt perSecond, List<String> redirect) {

    /** The largest number of addresses. */
    public static final int MAX_REDIRECTS = 16;
    /** The largest rate. */
    public static final int MAX_PER_SECOND = 1_000_000;

    private static final Pattern ADDRESS = Pattern.compile("wss?://[!-~]{1,500}");

    /** @throws IllegalArgumentException when the rate, the number of addresses or an address is invalid */
    public DrainOptions {
        redirect = List.copyOf(redirect);
        if (perSecond.isPresent() && (perSecond.getAsInt() < 1 || perSecond.getAsInt() > MAX_PER_SECOND)) {
            throw new IllegalArgumentException("perSecond must be from 1 to " + MAX_PER_SECOND);
        }
        if (redirect.size() > MAX_REDIRECTS) {
            throw new IllegalArgumentException("redirect may have " + MAX_REDIRECTS + " addresses at most");
        }
        for (String address : redirect) {
            if (!isAddress(address)) {
                throw new IllegalArgumentException("redirect has what is no ws:// or wss:// address: " + address);
            }
        }
    }

    /** The configured rate, and the other nodes' addresses. */
    public static DrainOptions defaults() {
        return new DrainOptions(OptionalInt.empty(), List.of());
    }

    public DrainOptions withPerSecond(int rate) {
        return new DrainOptions(OptionalInt.of(rate), redirect);
    }

    public DrainOptions withRedirect(List<String> addresses) {
        return new DrainOptions(perSecond, addresses);
    }

    /** Whether clients can be sent there. */
    public static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }
}
