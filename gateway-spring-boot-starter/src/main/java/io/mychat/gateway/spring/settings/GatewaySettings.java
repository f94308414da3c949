package io.mychat.gateway.spring.settings;

import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.spi.ModuleProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;

/**
 * Reads the properties below {@code mychat} for each key that the schemas of the gateway and its modules declare. So
 * Spring's own rules apply: relaxed names, profiles, placeholders, environment variables. The values get the types of the
 * schema; what has no such form is passed on, and the gateway reports it. Used by one thread.
 */
public final class GatewaySettings {

    private static final Bindable<List<String>> TEXTS = Bindable.listOf(String.class);
    private static final Bindable<Map<String, Object>> FREE = Bindable.mapOf(String.class, Object.class);
    private static final Bindable<List<Map<String, Object>>> OBJECTS = Bindable.of(ResolvableType.forClassWithGenerics(
            List.class, ResolvableType.forClassWithGenerics(Map.class, String.class, Object.class)));

    private final Iterable<ConfigurationPropertySource> sources;
    private final Binder binder;
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private final List<String> known = new ArrayList<>();
    private final List<String> open = new ArrayList<>();

    private GatewaySettings(Environment environment) {
        this.sources = ConfigurationPropertySources.get(environment);
        this.binder = Binder.get(environment);
    }

    /**
     * The settings for a builder.
     *
     * @param modules those of the gateway, whose sections are read, too
     */
    public static Map<String, Object> read(Environment environment, List<ModuleProvider> modules) {
        GatewaySettings reading = new GatewaySettings(environment);
        for (ConfigFile file : ConfigFile.values()) {
            for (var section : file.sections(modules).entrySet()) {
                if (!section.getKey().startsWith("$") && reading.mayHave(section.getKey())) {
                    reading.visit(section.getKey(), section.getValue().get());
                }
            }
        }
        for (var property : new UnknownProperties(reading.known, reading.open)
                .in(environment)
                .entrySet()) {
            reading.settings.putIfAbsent(property.getKey(), property.getValue());
        }
        return reading.settings;
    }

    /** False: no source of properties has one in this section, so that its keys need not be looked for one by one. */
    private boolean mayHave(String section) {
        ConfigurationPropertyName name = ConfigurationPropertyName.of(PropertyName.of(section));
        for (ConfigurationPropertySource source : sources) {
            if (source.containsDescendantOf(name) != ConfigurationPropertyState.ABSENT
                    || source.getConfigurationProperty(name) != null) {
                return true;
            }
        }
        return false;
    }

    private void visit(String key, @Nullable Object schema) {
        SchemaValue form = new SchemaValue(key.substring(key.lastIndexOf('.') + 1), SchemaValue.object(schema));
        if (!form.properties().isEmpty()) {
            for (var inner : form.properties().entrySet()) {
                visit(key + "." + inner.getKey(), inner.getValue());
            }
            return;
        }
        String property = PropertyName.of(key);
        @Nullable Object found;
        if (form.isObject()) {
            open.add(property);
            found = bound(property, FREE);
        } else if (form.isList()) {
            open.add(property);
            found = bound(property, form.hasObjects() ? OBJECTS : TEXTS);
        } else {
            known.add(property);
            found = bound(property, Bindable.of(String.class));
        }
        if (found != null) {
            settings.put(key, form.isList() && !form.hasObjects() ? found : form.convert(found));
        }
    }

    private @Nullable Object bound(String property, Bindable<?> form) {
        return binder.bind(property, form).orElse(null);
    }
}
