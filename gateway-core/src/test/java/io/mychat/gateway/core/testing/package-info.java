/** Whole gateways in memory, and the parts that a test puts into them. Entry points: {@code TestGateway}, {@code TestCluster}. */
package io.mychat.gateway.core.testing;
