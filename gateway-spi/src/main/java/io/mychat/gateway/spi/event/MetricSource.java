package io.mychat.gateway.spi.event;

import java.util.List;

/**
 * Reports metrics on each scrape. Thread-safe; must not block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface MetricSource {

    /** The current samples. Names and kinds stay the same from call to call. */
    List<Metric> metrics();
}
