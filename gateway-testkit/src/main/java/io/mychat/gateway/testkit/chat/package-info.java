/**
 * The contract suites of {@link io.mychat.gateway.spi.chat.MessageStore} and its archive.
 *
 * <p>Entry point: {@link io.mychat.gateway.testkit.chat.MessageStoreContract}.
 *
 * <p>Neighbours: uses {@code testkit}, gateway-spi; used by gateway-test.
 */
@NullMarked
package io.mychat.gateway.testkit.chat;

import org.jspecify.annotations.NullMarked;
