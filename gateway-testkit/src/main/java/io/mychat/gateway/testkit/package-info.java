/**
 * Tools for tests of a gateway, of a plug-in or of an adapter: a clock that stands still, transports without sockets,
 * a client that speaks the protocol, and a contract suite for each port.
 *
 * <p>Entry points: {@link io.mychat.gateway.testkit.ManualTime}, {@link io.mychat.gateway.testkit.InMemoryTransport}
 * and {@link io.mychat.gateway.testkit.TestClient}.
 *
 * <p>An adapter extends the suite of its port: {@link io.mychat.gateway.testkit.SessionStoreContract} and
 * {@link io.mychat.gateway.testkit.SeatModelContract}, {@link io.mychat.gateway.testkit.TokenStoreContract},
 * {@link io.mychat.gateway.testkit.MessageStoreContract}, {@link io.mychat.gateway.testkit.IdempotencyStoreContract}
 * or {@link io.mychat.gateway.testkit.BackendServicesContract}. The suites for transports are in {@code transport}.
 *
 * <p>Neighbours: uses gateway-spi; used by {@code transport}.
 */
@NullMarked
package io.mychat.gateway.testkit;

import org.jspecify.annotations.NullMarked;
