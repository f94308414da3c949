/**
 * Calls to Redis: commands, scripts, key names, deadlines, circuits. Entry point: {@link
 * io.mychat.gateway.redis.client.Redis}, which all stores of this module call. Neighbours: {@code connection}, which connects;
 * {@code failure}, which says what a failure means; {@code settings}; {@code inspection}, whose warnings the health of Redis
 * shows.
 */
@NullMarked
package io.mychat.gateway.redis.client;

import org.jspecify.annotations.NullMarked;
