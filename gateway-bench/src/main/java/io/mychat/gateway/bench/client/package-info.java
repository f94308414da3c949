/**
 * The load: many clients with little cost, in a process of their own. The resource {@code crowd.c} is a lighter client
 * in C, for clients that only connect and leave.
 *
 * <p>Entry point: {@link io.mychat.gateway.bench.client.LoadClient}.
 *
 * <p>Neighbours: uses {@code client.dialect}; used by {@code driver}.
 */
@NullMarked
package io.mychat.gateway.bench.client;

import org.jspecify.annotations.NullMarked;
