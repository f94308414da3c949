package io.mychat.gateway.spring.settings;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Finds properties that are no key of the configuration, such as a misspelt one, for the gateway to report. Variables of
 * the environment are left alone: they may belong to another program.
 */
final class UnknownProperties {

    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of(PropertyName.PREFIX);
    private static final ConfigurationPropertyName OF_THE_STARTER = PREFIX.append("boot");

    private final Set<ConfigurationPropertyName> known = new HashSet<>();
    private final List<ConfigurationPropertyName> open;

    /**
     * @param known properties with one value
     * @param open properties with names of the user below
     */
    UnknownProperties(List<String> known, List<String> open) {
        known.forEach(name -> this.known.add(ConfigurationPropertyName.of(name)));
        this.open = open.stream().map(ConfigurationPropertyName::of).toList();
    }

    /** The unknown keys and their values, as the gateway writes them. */
    Map<String, Object> in(Environment environment) {
        Map<String, Object> unknown = new LinkedHashMap<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            boolean isOurs = !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource)
                    && source.getUnderlyingSource() instanceof PropertySource<?>;
            if (isOurs && source instanceof IterableConfigurationPropertySource names) {
                for (ConfigurationPropertyName name : names) {
                    ConfigurationProperty property = isUnknown(name) ? source.getConfigurationProperty(name) : null;
                    if (property != null && property.getValue() != null) {
                        unknown.putIfAbsent(key(name), property.getValue().toString());
                    }
                }
            }
        }
        return unknown;
    }

    private boolean isUnknown(ConfigurationPropertyName name) {
        return PREFIX.isAncestorOf(name)
                && !OF_THE_STARTER.isAncestorOf(name)
                && !known.contains(name)
                && open.stream().noneMatch(parent -> parent.equals(name) || parent.isAncestorOf(name));
    }

    private static String key(ConfigurationPropertyName name) {
        String text = name.toString().substring(PropertyName.PREFIX.length() + 1);
        int index = text.indexOf('[');
        return (index > 0 ? text.substring(0, index) : text).replace('-', '_');
    }
}
