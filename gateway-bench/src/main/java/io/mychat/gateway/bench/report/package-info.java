/**
 * The figures of a run as JSON, and as a page with plots.
 *
 * <p>Entry point: {@link io.mychat.gateway.bench.report.Results}.
 *
 * <p>Neighbours: uses {@code driver}; used by {@code bench}.
 */
@NullMarked
package io.mychat.gateway.bench.report;

import org.jspecify.annotations.NullMarked;
