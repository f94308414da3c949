/**
 * Gateways on real sockets, for the tests of all modules: in this process ({@code LiveGateway}) or in one of their own ({@code
 * GatewayProcess}).
 */
package io.mychat.gateway.core.testing.live;
