/**
 * The load: clients that cost little, in a process of their own. Entry point: {@link
 * io.mychat.gateway.bench.client.LoadClient}; {@code crowd.c} among the resources is a smaller one in C, for clients that
 * come and go.
 */
@NullMarked
package io.mychat.gateway.bench.client;

import org.jspecify.annotations.NullMarked;
