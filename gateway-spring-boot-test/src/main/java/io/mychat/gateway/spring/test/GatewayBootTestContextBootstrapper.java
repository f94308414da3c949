package io.mychat.gateway.spring.test;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.SpringBootTestContextBootstrapper;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Finds the application as {@code @SpringBootTest} does, and starts no web server. Called by Spring. */
final class GatewayBootTestContextBootstrapper extends SpringBootTestContextBootstrapper {

    private static final String NO_WEB = "spring.main.web-application-type=none";

    GatewayBootTestContextBootstrapper() {}

    @Override
    protected String[] getProperties(Class<?> testClass) {
        @Nullable
        GatewayBootTest test = TestContextAnnotationUtils.findMergedAnnotation(testClass, GatewayBootTest.class);
        String[] own = test == null ? new String[0] : test.properties();
        String[] all = new String[own.length + 1];
        all[0] = NO_WEB;
        System.arraycopy(own, 0, all, 1, own.length);
        return all;
    }
}
