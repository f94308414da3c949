package io.mychat.gateway.spring.test;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Makes a context a slice where its test asks for one. Called by Spring. */
final class SliceCustomizerFactory implements ContextCustomizerFactory {

    SliceCustomizerFactory() {}

    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
        if (TestContextAnnotationUtils.hasAnnotation(testClass, GatewayBootTest.class)) {
            return new SliceCustomizer();
        }
        return TestContextAnnotationUtils.hasAnnotation(testClass, AutoConfigureGatewayClient.class)
                ? new FreePortsCustomizer()
                : null;
    }
}
