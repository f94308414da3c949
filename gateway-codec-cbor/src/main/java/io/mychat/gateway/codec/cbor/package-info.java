/**
 * Messages as CBOR (RFC 8949) in binary frames: the subprotocol {@code mychat.v1.cbor}.
 *
 * <p>Entry point: {@link io.mychat.gateway.codec.cbor.CborModuleProvider}.
 *
 * <p>Neighbours: uses gateway-spi; used by gateway-bench.
 */
@NullMarked
package io.mychat.gateway.codec.cbor;

import org.jspecify.annotations.NullMarked;
