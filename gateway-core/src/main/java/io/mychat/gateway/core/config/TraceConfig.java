package io.mychat.gateway.core.config;

import java.time.Duration;

/**
 * Section {@code trace}: the bounds of what a node records for {@code GET /api/system/trace}. Each component is the key
 * of the same name, described in docs/configuration.md.
 *
 * @since 0.1.0
 */
public record TraceConfig(Duration duration, int maxEvents, int maxSubjects) {}
