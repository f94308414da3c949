package io.mychat.gateway.core.push;

import io.mychat.gateway.core.cluster.ClusterSessions;
import io.mychat.gateway.core.codec.Sha256;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.session.IdempotencyClaim;
import io.mychat.gateway.spi.session.IdempotencyStore;
import io.mychat.gateway.spi.time.TimeSource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pushes to a user's sessions on all nodes, once for each key. Thread-safe; may block. */
public final class PushService {

    private static final Logger log = LoggerFactory.getLogger(PushService.class);

    private final ClusterSessions sessions;
    private final IdempotencyStore keys;
    private final Duration lease;
    private final Duration keep;
    private final RateLimitedLog unkept;

    /**
     * A key for one push.
     *
     * @param caller whose it is: another caller's equal key is another key
     */
    public record Key(String caller, String text) {

        String hash() {
            return sha256(caller, text);
        }
    }

    /** What became of a push. */
    public sealed interface Outcome {

        /** @param repeated whether this is the answer of an earlier push, and nothing was pushed now */
        record Delivered(int sessions, boolean repeated) implements Outcome {}

        /** A push with this key is under way. */
        record UnderWay() implements Outcome {}

        /** The key belongs to another push. */
        record KeyReused() implements Outcome {}
    }

    /**
     * @param lease how long a push may take before its key is free again
     * @param keep how long a key is remembered
     */
    public PushService(
            ClusterSessions sessions, IdempotencyStore keys, Duration lease, Duration keep, TimeSource time) {
        this.sessions = sessions;
        this.keys = keys;
        this.lease = lease;
        this.keep = keep;
        this.unkept = new RateLimitedLog(log::warn, time);
    }

    /**
     * Pushes a message (4001).
     *
     * @throws StoreUnavailableException when nobody can say whether the key was used; nothing has been pushed
     */
    public Outcome push(PushRequest order, Optional<Key> key) {
        if (key.isEmpty()) {
            return new Outcome.Delivered(deliver(order), false);
        }
        String hash = key.get().hash();
        IdempotencyClaim claim = keys.claim(
                hash, sha256(order.userId(), text(order.platform()), text(order.deviceId()), order.message()), lease);
        if (claim instanceof IdempotencyClaim.Granted granted) {
            return once(order, hash, granted.ticket());
        }
        if (claim instanceof IdempotencyClaim.Answered answered) {
            return new Outcome.Delivered(remembered(answered.answer()), true);
        }
        return claim instanceof IdempotencyClaim.Running ? new Outcome.UnderWay() : new Outcome.KeyReused();
    }

    /** It was pushed, whatever has become of the answer. */
    private int remembered(String answer) {
        try {
            return Integer.parseInt(answer);
        } catch (NumberFormatException e) {
            log.warn("The answer that was kept for the key of a push cannot be read; the repetition is told 0");
            return 0;
        }
    }

    private Outcome once(PushRequest order, String key, String ticket) {
        boolean done = false;
        try {
            int delivered = deliver(order);
            done = true;
            keep(key, ticket, delivered);
            return new Outcome.Delivered(delivered, false);
        } finally {
            if (!done) {
                keys.release(key, ticket);
            }
        }
    }

    /** What has been pushed has been pushed: the caller is told so, also when that cannot be remembered. */
    private void keep(String key, String ticket, int delivered) {
        try {
            keys.complete(key, ticket, Integer.toString(delivered), keep);
        } catch (StoreUnavailableException e) {
            log.debug("The key of a push is not kept", e);
            unkept.log("The store cannot be reached: the key of a push is not kept, and its repetition pushes again");
        }
    }

    private int deliver(PushRequest order) {
        return sessions.push(
                order.userId(), order.platform().orElse(null), order.deviceId().orElse(null), order.message());
    }

    /** Neither a platform nor a device id can be empty. */
    private static String text(Optional<String> part) {
        return part.orElse("");
    }

    /** Parts are told apart by their lengths. */
    private static String sha256(String... parts) {
        MessageDigest digest = Sha256.start();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            digest.update(bytes);
        }
        return Sha256.hex(digest);
    }
}
