/**
 * Who is logged in where: devices, seats and the store that decides them. Entry point:
 * {@link io.mychat.gateway.spi.session.Sessions} for those who push, {@link io.mychat.gateway.spi.session.SessionStore}
 * for those who store.
 */
@NullMarked
package io.mychat.gateway.spi.session;

import org.jspecify.annotations.NullMarked;
