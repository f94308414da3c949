package io.mychat.gateway.core.config;

import io.mychat.gateway.core.config.security.AuditConfig;
import io.mychat.gateway.core.config.security.SecurityConfig;

/**
 * The core's part of {@code gateway_config.json}. A module reads its own keys.
 *
 * <p>The schema {@code gateway_config.schema.json} declares each key's bounds and default, and the reader of the files
 * checks them; the records of this package take their numbers as they are (docs/adr/0021-keys-declared-once.md).
 *
 * @since 0.1.0
 */
public record GatewayConfig(
        ServerConfig server,
        AuthConfig auth,
        SecurityConfig security,
        ProcessingConfig processing,
        MessagesConfig messages,
        TraceConfig trace,
        AuditConfig audit,
        PluginsConfig plugins) {}
