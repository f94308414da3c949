package io.mychat.gateway.redis.subscription;

/**
 * A channel to which this gateway subscribes.
 *
 * @param name the name with the key prefix
 * @param component names the subscription in the health of the gateway
 * @param content for people: what the channel carries, in the plural
 */
public record Channel(String name, String component, String content) {}
