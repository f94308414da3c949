/**
 * Collections of objects that know their own keys. They are for what exists once for each connection or session: an entry takes
 * 8 bytes, a quarter of what it takes in the maps of the JDK.
 *
 * <p>Entry points: {@link io.mychat.gateway.core.collection.KeyedBag} and
 * {@link io.mychat.gateway.core.collection.ConcurrentKeyedBag}.
 *
 * <p>Neighbours: uses none; used by {@code buffer}, {@code connection}, {@code handshake}, {@code store}.
 */
@NullMarked
package io.mychat.gateway.core.collection;

import org.jspecify.annotations.NullMarked;
