/**
 * Which gateways are alive. Entry point: {@link io.mychat.gateway.redis.node.Membership}. Neighbours: sessions name the
 * incarnation of their node, and the bus asks for the living nodes.
 */
@NullMarked
package io.mychat.gateway.redis.node;

import org.jspecify.annotations.NullMarked;
