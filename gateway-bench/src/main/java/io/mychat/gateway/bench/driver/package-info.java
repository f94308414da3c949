/**
 * Starts servers and clients as processes, asks them, and sums up what several rounds have shown. Entry points: {@link
 * io.mychat.gateway.bench.driver.Server} and {@link io.mychat.gateway.bench.driver.Load}.
 */
@NullMarked
package io.mychat.gateway.bench.driver;

import org.jspecify.annotations.NullMarked;
