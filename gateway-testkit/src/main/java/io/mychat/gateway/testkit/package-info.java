/**
 * Tools for tests of a gateway, of a plug-in or of an adapter: a clock that stands still, transports without sockets,
 * clients of the protocol and of the HTTP API, and programs that a test starts. An adapter extends the contract suite of its port; the suites lie in packages that
 * are named as those of gateway-spi.
 *
 * <p>Entry points: {@link io.mychat.gateway.testkit.ManualTime}, {@link io.mychat.gateway.testkit.InMemoryTransport},
 * {@link io.mychat.gateway.testkit.TestClient} and {@link io.mychat.gateway.testkit.TestProcess}.
 *
 * <p>Neighbours: uses gateway-spi; used by {@code alert}, {@code auth}, {@code backend}, {@code ban}, {@code chat},
 * {@code codec}, {@code event}, {@code login}, {@code session}, {@code transport}, gateway-bench,
 * gateway-frame-contract, gateway-spring-boot-test, gateway-test.
 */
@NullMarked
package io.mychat.gateway.testkit;

import org.jspecify.annotations.NullMarked;
