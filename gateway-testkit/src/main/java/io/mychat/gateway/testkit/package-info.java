/**
 * Tools for tests of a gateway, of a plug-in or of an adapter: a clock that stands still, transports without sockets,
 * and a client that speaks the protocol. An adapter extends the contract suite of its port; the suites lie in packages that
 * are named as those of gateway-spi.
 *
 * <p>Entry points: {@link io.mychat.gateway.testkit.ManualTime}, {@link io.mychat.gateway.testkit.InMemoryTransport}
 * and {@link io.mychat.gateway.testkit.TestClient}.
 *
 * <p>Neighbours: uses gateway-spi; used by {@code auth}, {@code ban}, {@code chat}, {@code session}, {@code transport}.
 */
@NullMarked
package io.mychat.gateway.testkit;

import org.jspecify.annotations.NullMarked;
