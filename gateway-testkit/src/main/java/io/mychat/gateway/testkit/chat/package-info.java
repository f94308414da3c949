/**
 * The contract suites of {@link io.mychat.gateway.spi.chat.MessageStore}. A store is tested by a subclass of each.
 *
 * <p>Entry points: {@link io.mychat.gateway.testkit.chat.MessageStoreContract},
 * {@link io.mychat.gateway.testkit.chat.MessageStoreReading} and {@link io.mychat.gateway.testkit.chat.MessageStoreListening}.
 *
 * <p>Neighbours: uses none; used by none.
 */
@NullMarked
package io.mychat.gateway.testkit.chat;

import org.jspecify.annotations.NullMarked;
