package io.mychat.gateway.core.push;

import io.mychat.gateway.core.cluster.ClusterSessions;
import io.mychat.gateway.core.codec.Sha256;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.session.IdempotencyClaim;
import io.mychat.gateway.spi.session.IdempotencyStore;
import io.mychat.gateway.spi.session.PushOutcome;
import io.mychat.gateway.spi.session.PushRequest;
import io.mychat.gateway.spi.time.TimeSource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pushes to a user's sessions on all nodes, once for each idempotency key. Thread-safe; may block. */
public final class PushService {

    private static final Logger log = LoggerFactory.getLogger(PushService.class);

    private final ClusterSessions sessions;
    private final IdempotencyStore keys;
    private final Duration lease;
    private final Duration keep;
    private final RateLimitedLog unkept;
    private final RateLimitedLog corrupt;

    /** The caller that the host application is; its keys are apart from those of the HTTP API. */
    public static final String HOST = "host";

    /**
     * @param lease the time after which the key of an unfinished push is free again
     * @param keep the time for which the answer of a key is kept
     */
    public PushService(
            ClusterSessions sessions, IdempotencyStore keys, Duration lease, Duration keep, TimeSource time) {
        this.sessions = sessions;
        this.keys = keys;
        this.lease = lease;
        this.keep = keep;
        this.unkept = new RateLimitedLog(log::warn, time);
        this.corrupt = new RateLimitedLog(log::warn, time);
    }

    /**
     * Pushes a message (4001).
     *
     * @param caller the owner of the idempotency key; equal keys of two callers are two keys
     * @throws StoreUnavailableException when the key cannot be looked up; nothing has been pushed
     */
    public PushOutcome push(PushRequest request, String caller) {
        if (request.idempotencyKey().isEmpty()) {
            return new PushOutcome.Delivered(deliver(request), false);
        }
        String hash = sha256(caller, request.idempotencyKey().get());
        IdempotencyClaim claim = keys.claim(
                hash,
                sha256(
                        request.userId(),
                        request.devices().platform().orElse(""),
                        request.devices().deviceId().orElse(""),
                        request.data()),
                lease);
        if (claim instanceof IdempotencyClaim.Granted granted) {
            return once(request, hash, granted.ticket());
        }
        if (claim instanceof IdempotencyClaim.Answered answered) {
            return new PushOutcome.Delivered(remembered(answered.answer()), true);
        }
        return claim instanceof IdempotencyClaim.Running ? new PushOutcome.UnderWay() : new PushOutcome.KeyReused();
    }

    /** The message was pushed even if its answer cannot be read. */
    private int remembered(String answer) {
        try {
            return Integer.parseInt(answer);
        } catch (NumberFormatException e) {
            corrupt.log("The stored answer of a push is corrupt; its repetition is answered with 0 deliveries");
            return 0;
        }
    }

    private PushOutcome once(PushRequest request, String key, String ticket) {
        boolean done = false;
        try {
            int delivered = deliver(request);
            done = true;
            keep(key, ticket, delivered);
            return new PushOutcome.Delivered(delivered, false);
        } finally {
            if (!done) {
                keys.release(key, ticket);
            }
        }
    }

    /** The caller gets the answer of a completed push even if the answer cannot be stored. */
    private void keep(String key, String ticket, int delivered) {
        try {
            keys.complete(key, ticket, Integer.toString(delivered), keep);
        } catch (StoreUnavailableException e) {
            log.debug("The idempotency key of a push is not stored", e);
            unkept.log(
                    "The store cannot be reached: the idempotency key of a push is not stored, and a repetition pushes again");
        }
    }

    private int deliver(PushRequest request) {
        return sessions.push(
                request.userId(),
                request.devices().platform().orElse(null),
                request.devices().deviceId().orElse(null),
                request.data());
    }

    /** Each part is preceded by its length, so that no two lists of parts have the same hash. */
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
