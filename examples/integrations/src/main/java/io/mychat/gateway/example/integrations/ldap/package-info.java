/**
 * Users of an LDAP directory.
 *
 * <p>Entry point: {@link io.mychat.gateway.example.integrations.ldap.LdapGateway}.
 *
 * <p>Neighbours: uses gateway-core, gateway-spi; used by none.
 */
@NullMarked
package io.mychat.gateway.example.integrations.ldap;

import org.jspecify.annotations.NullMarked;
