/**
 * Refresh tokens and revocations of one process. Entry point: {@link io.mychat.gateway.core.auth.InMemoryTokenStore};
 * neighbours: login, logout and the gate.
 */
@NullMarked
package io.mychat.gateway.core.auth;

import org.jspecify.annotations.NullMarked;
