/**
 * Time as an injected thing, so that no test has to sleep. Entry point: {@link io.mychat.gateway.spi.time.TimeSource}.
 */
@NullMarked
package io.mychat.gateway.spi.time;

import org.jspecify.annotations.NullMarked;
