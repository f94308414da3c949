/**
 * Orders at the authority, asked by acme4j.
 *
 * <p>Entry point: {@link io.mychat.gateway.acme.issue.CertificateAuthority}.
 *
 * <p>Neighbours: uses {@code challenge}, {@code file}, gateway-spi; used by {@code acme}.
 */
@NullMarked
package io.mychat.gateway.acme.issue;

import org.jspecify.annotations.NullMarked;
