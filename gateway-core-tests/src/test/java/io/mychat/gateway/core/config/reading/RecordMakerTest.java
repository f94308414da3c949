package io.mychat.gateway.core.config.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.config.AddressRange;
import io.mychat.gateway.core.config.CommandRange;
import io.mychat.gateway.core.config.GatewayConfig;
import io.mychat.gateway.core.config.Origin;
import io.mychat.gateway.core.config.RouteConfig;
import io.mychat.gateway.core.config.security.ApiKey;
import io.mychat.gateway.core.config.security.AuditKey;
import io.mychat.gateway.core.config.security.ClientAddressConfig;
import io.mychat.gateway.core.config.security.ClientCertificate;
import io.mychat.gateway.core.config.security.CommandLimit;
import io.mychat.gateway.core.config.security.RoleLimits;
import io.mychat.gateway.spi.backend.HealthCheckOptions;
import io.mychat.gateway.spi.backend.ServicePolicy;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordMakerTest {

    /** Those that are read in another way, or not at each start. */
    private static final Set<Class<?>> OTHERS = Set.of(
            GatewayConfig.class,
            ClientAddressConfig.class,
            AddressRange.class,
            Origin.class,
            ApiKey.class,
            AuditKey.class,
            ClientCertificate.class,
            CommandLimit.class,
            CommandRange.class,
            RoleLimits.class);

    private final Set<Class<?>> found = new LinkedHashSet<>();

    private void collect(Type type) {
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                collect(argument);
            }
        } else if (type instanceof Class<?> one && one.isRecord() && found.add(one)) {
            for (RecordComponent component : one.getRecordComponents()) {
                collect(component.getGenericType());
            }
        }
    }

    private record Other(int any) {}

    @Test
    void eachRecordOfAStartIsMadeWithoutReflection() {
        collect(GatewayConfig.class);
        collect(RouteConfig.class);
        collect(ServicePolicy.class);
        collect(HealthCheckOptions.class);
        found.removeAll(OTHERS);

        assertThat(found)
                .hasSizeGreaterThan(25)
                .allSatisfy(type -> assertThat(isKnown(type))
                        .as("RecordMaker knows %s", type)
                        .isTrue());
        assertThat(isKnown(Other.class)).isFalse();
    }

    /** Without values: a known type asks for the first of them. */
    private static boolean isKnown(Class<?> type) {
        try {
            return RecordMaker.make(type, new Object[0]) != null;
        } catch (ArrayIndexOutOfBoundsException e) {
            return true;
        }
    }
}
