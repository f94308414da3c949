/**
 * Whole gateways in memory for the core's own tests, which see the inside: {@code TestGateway}, {@code TestCluster}. All other
 * tests use gateway-test, which the core cannot see.
 */
package io.mychat.gateway.core.testing;
