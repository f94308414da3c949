/**
 * A chat in a Spring Boot application: users, a page, and a command of its own.
 *
 * <p>Entry point: {@link io.mychat.gateway.example.spring.ChatApplication}.
 *
 * <p>Neighbours: uses gateway-auth, gateway-spi; used by none.
 */
@NullMarked
package io.mychat.gateway.example.spring;

import org.jspecify.annotations.NullMarked;
