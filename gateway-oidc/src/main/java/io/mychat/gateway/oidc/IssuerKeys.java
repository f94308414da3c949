package io.mychat.gateway.oidc;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of one issuer: cached, fetched again ahead of time in the background and for unknown keys, the latter
 * at a bounded rate, and used on while the issuer is down. Thread-safe; blocks for a fetch.
 */
final class IssuerKeys implements Closeable {

    private static final Logger log = LoggerFactory.getLogger(IssuerKeys.class);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);
    private static final int PARTS = 4;

    private final KeySetDocument document;
    private final JWKSource<SecurityContext> source;
    private final ExecutorService background;

    /** @param background fetches ahead of time; the caller closes it */
    IssuerKeys(KeySetDocument document, OidcSettings.Fetching fetching, ExecutorService background) {
        this.document = document;
        this.background = background;
        long cache = fetching.cache().toMillis();
        long wait = Math.min(LONGEST_WAIT.toMillis(), cache / PARTS);
        this.source = JWKSourceBuilder.<SecurityContext>create(document)
                .retrying(true)
                .outageTolerant(fetching.outage().toMillis())
                .rateLimited(fetching.minInterval().toMillis())
                .cache(cache, wait)
                .refreshAheadCache(cache / PARTS, null, background, false, null, false)
                .build();
    }

    JWKSource<SecurityContext> source() {
        return source;
    }

    KeySetDocument document() {
        return document;
    }

    /** Fetches the keys now, so that the first login does not wait for them. */
    void warmUp() {
        background.execute(() -> {
            try {
                source.get(new JWKSelector(new JWKMatcher.Builder().build()), null);
            } catch (KeySourceException e) {
                log.warn(
                        "The keys of {} cannot be fetched yet, and its tokens are answered with 503: {}",
                        document.issuer(),
                        e.getMessage());
            }
        });
    }

    @Override
    public void close() {
        try {
            if (source instanceof Closeable closeable) {
                closeable.close();
            }
        } catch (IOException e) {
            log.debug("A source of keys was not closed", e);
        }
    }
}
