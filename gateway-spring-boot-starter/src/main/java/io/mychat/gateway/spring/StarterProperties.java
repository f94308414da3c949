package io.mychat.gateway.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * What the starter does with the gateway. All other properties below {@code mychat} are keys of the gateway's own
 * configuration. No {@code ConfigurationProperties}: binding a record took longer than these two.
 *
 * @param configFile the gateway's configuration file; properties take precedence over it
 * @param ownPorts whether the gateway opens ports of its own, also where the application has a servlet container
 */
record StarterProperties(@Nullable String configFile, boolean ownPorts) {

    /** @throws org.springframework.boot.context.properties.bind.BindException when a value is no flag */
    static StarterProperties read(Environment environment) {
        Binder binder = Binder.get(environment);
        return new StarterProperties(
                binder.bind("mychat.boot.config-file", String.class).orElse(null),
                binder.bind("mychat.boot.own-ports", Boolean.class).orElse(false));
    }
}
