package io.mychat.gateway.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the starter does with the gateway. All other properties below {@code mychat} are keys of the gateway's own
 * configuration.
 *
 * @param enabled whether the application has a gateway
 * @param configFile the gateway's configuration file; properties take precedence over it
 * @param ownPorts whether the gateway opens ports of its own, also where the application has a servlet container
 * @param path what stands before {@code /ws} and {@code /api} on the port of the application, such as {@code /chat}
 */
@ConfigurationProperties("mychat.boot")
record StarterProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String configFile,
        @DefaultValue("false") boolean ownPorts,
        @DefaultValue("") String path) {}
