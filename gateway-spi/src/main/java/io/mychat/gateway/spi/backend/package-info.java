/**
 * Back-end services that answer commands in a handler's place (protocol.md section 3). Entry point: {@link
 * io.mychat.gateway.spi.backend.BackendServices}; the core makes the calls, a module such as gateway-backends carries
 * them.
 */
@NullMarked
package io.mychat.gateway.spi.backend;

import org.jspecify.annotations.NullMarked;
