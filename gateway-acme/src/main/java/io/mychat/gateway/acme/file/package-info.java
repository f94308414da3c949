/**
 * Files that hold keys: private, and replaced as a whole.
 *
 * <p>Entry point: {@link io.mychat.gateway.acme.file.CertificateFile}.
 *
 * <p>Neighbours: uses gateway-spi; used by {@code acme}, {@code challenge}, {@code issue}.
 */
@NullMarked
package io.mychat.gateway.acme.file;

import org.jspecify.annotations.NullMarked;
