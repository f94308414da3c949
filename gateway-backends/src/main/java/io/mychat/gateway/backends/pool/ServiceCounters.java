package io.mychat.gateway.backends.pool;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The counters of one service over all its definitions. Thread-safe. */
final class ServiceCounters {
    final AtomicInteger running = new AtomicInteger();
    final LongAdder calls = new LongAdder();
    final LongAdder retries = new LongAdder();
    final LongAdder rejected = new LongAdder();
}
