/**
 * The contract suites of {@link io.mychat.gateway.spi.session.SessionStore},
 * {@link io.mychat.gateway.spi.session.IdempotencyStore} and {@link io.mychat.gateway.spi.session.NodeBus}, and a bus in
 * memory. A session store is also compared with a model by random logins.
 *
 * <p>Entry points: {@link io.mychat.gateway.testkit.session.SessionStoreContract},
 * {@link io.mychat.gateway.testkit.session.SeatModelContract},
 * {@link io.mychat.gateway.testkit.session.IdempotencyStoreContract} and {@link io.mychat.gateway.testkit.session.NodeBusContract}.
 *
 * <p>Neighbours: uses {@code testkit}, gateway-spi; used by gateway-test.
 */
@NullMarked
package io.mychat.gateway.testkit.session;

import org.jspecify.annotations.NullMarked;
