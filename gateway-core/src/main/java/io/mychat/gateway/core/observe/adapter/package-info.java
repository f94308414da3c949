/**
 * The stores and back-end services as the gateway calls them: each call is measured, whoever brings the adapter.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.observe.adapter.AdapterCalls}.
 *
 * <p>Neighbours: uses {@code observe}, {@code threads}, {@code tracelog}, gateway-spi; used by {@code core}.
 */
@NullMarked
package io.mychat.gateway.core.observe.adapter;

import org.jspecify.annotations.NullMarked;
