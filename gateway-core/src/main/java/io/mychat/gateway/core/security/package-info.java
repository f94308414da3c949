/**
 * Who may come in and how much they may ask for: addresses, origins, counts and rates. Entry points: {@link
 * io.mychat.gateway.core.security.AddressPolicy} for connections, {@link
 * io.mychat.gateway.core.security.LoginThrottle} for logins. Knows the configuration and no other room.
 */
@NullMarked
package io.mychat.gateway.core.security;

import org.jspecify.annotations.NullMarked;
