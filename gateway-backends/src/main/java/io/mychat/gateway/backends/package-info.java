/**
 * gateway-backends: calls back-end services by HTTP (protocol.md section 3). Entry point: {@link
 * io.mychat.gateway.backends.BackendsModuleProvider}; the rooms are {@code balance} (which server), {@code pool} (their
 * health) and {@code http} (one try).
 */
@NullMarked
package io.mychat.gateway.backends;

import org.jspecify.annotations.NullMarked;
