package io.mychat.gateway.spi.event;

import java.util.List;

/** Reports numbers when operators ask for them. Safe for use by many threads; must not block. */
@FunctionalInterface
public interface MetricSource {

    /** The numbers now. Names and kinds stay the same from call to call. */
    List<Metric> metrics();
}
