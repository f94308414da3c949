/**
 * What tests of a gateway, of a plug-in or of a store need: a clock that stands still, transports without sockets, a
 * client that speaks the protocol, and a contract suite for each kind of store.
 *
 * <p>Who calls back-end services extends {@link io.mychat.gateway.testkit.BackendServicesContract}.
 *
 * <p>Entry points: {@link io.mychat.gateway.testkit.ManualTime}, {@link io.mychat.gateway.testkit.InMemoryTransport},
 * {@link io.mychat.gateway.testkit.TestClient}; who writes a store extends {@link
 * io.mychat.gateway.testkit.SessionStoreContract} and {@link io.mychat.gateway.testkit.SeatModelContract}, {@link
 * io.mychat.gateway.testkit.TokenStoreContract}, {@link io.mychat.gateway.testkit.MessageStoreContract} or {@link
 * io.mychat.gateway.testkit.IdempotencyStoreContract}; who writes a transport finds its suites in the room {@code
 * transport}. Neighbour: gateway-spi, and nothing else of the gateway.
 */
@NullMarked
package io.mychat.gateway.testkit;

import org.jspecify.annotations.NullMarked;
