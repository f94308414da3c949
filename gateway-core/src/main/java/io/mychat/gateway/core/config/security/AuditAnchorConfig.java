package io.mychat.gateway.core.config.security;

import java.time.Duration;
import java.util.Optional;

/**
 * The anchor outside, in the section {@code audit}. Each component is the key of the same name, described in
 * docs/configuration.md.
 *
 * @param anchorUrl where the chain's head is posted; empty: nowhere
 * @param anchorSecret signs the posts
 * @since 0.1.0
 */
public record AuditAnchorConfig(Optional<String> anchorUrl, Optional<String> anchorSecret, Duration anchorInterval) {

    @Override
    public String toString() {
        return "AuditAnchorConfig[" + anchorUrl + ", " + anchorInterval + "]";
    }
}
