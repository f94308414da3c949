/**
 * Who somebody is: passwords, tokens and the directory of users. Entry point:
 * {@link io.mychat.gateway.spi.auth.TokenService}.
 */
@NullMarked
package io.mychat.gateway.spi.auth;

import org.jspecify.annotations.NullMarked;
