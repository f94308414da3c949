/**
 * Certificates by ACME (RFC 8555): obtained at the first start, renewed when a third of their life is left.
 *
 * <p>Entry point: {@link io.mychat.gateway.acme.AcmeModuleProvider}, which the gateway finds by
 * {@link java.util.ServiceLoader}.
 *
 * <p>Neighbours: uses {@code challenge}, {@code file}, {@code issue}, gateway-spi; used by none.
 */
@NullMarked
package io.mychat.gateway.acme;

import org.jspecify.annotations.NullMarked;
