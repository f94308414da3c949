package io.mychat.gateway.spring.test;

import io.mychat.gateway.test.InMemoryParts;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Switches the application's auto-configuration off, and its component scan to what concerns the gateway. The settings of
 * tests stand behind all properties of the application, so that these count.
 */
record SliceCustomizer() implements ContextCustomizer {

    private static final String NAME = "mychat-test";

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
        TestPropertyValues.of("spring.boot.enableautoconfiguration=false").applyTo(context);
        Map<String, Object> defaults = new LinkedHashMap<>();
        InMemoryParts.settings().forEach((key, value) -> defaults.put("mychat." + key.replace('_', '-'), value));
        context.getEnvironment().getPropertySources().addLast(new MapPropertySource(NAME, defaults));
        context.getBeanFactory().registerSingleton(SliceFilter.class.getName(), new SliceFilter());
    }
}
