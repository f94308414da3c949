/**
 * Users and messages in a database of one's own, over JDBC.
 *
 * <p>Entry point: {@link io.mychat.gateway.example.integrations.jdbc.JdbcGateway}.
 *
 * <p>Neighbours: uses gateway-auth, gateway-core, gateway-spi; used by none.
 */
@NullMarked
package io.mychat.gateway.example.integrations.jdbc;

import org.jspecify.annotations.NullMarked;
