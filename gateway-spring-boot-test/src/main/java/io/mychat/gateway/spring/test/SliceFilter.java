package io.mychat.gateway.spring.test;

import io.mychat.gateway.spi.GatewayPlugin;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.auth.TokenVerifier;
import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.message.Command;
import io.mychat.gateway.spi.message.HandlerInterceptor;
import io.mychat.gateway.spring.GatewayCustomizer;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.filter.AssignableTypeFilter;

/** Leaves out of a component scan what is no part of the gateway. */
final class SliceFilter extends TypeExcludeFilter {

    private static final List<AssignableTypeFilter> PARTS = Stream.of(
                    HandlerInterceptor.class,
                    GatewayListener.class,
                    GatewayPlugin.class,
                    GatewayCustomizer.class,
                    CredentialVerifier.class,
                    UserDirectory.class,
                    TokenVerifier.class)
            .map(AssignableTypeFilter::new)
            .toList();

    @Override
    public boolean match(MetadataReader reader, MetadataReaderFactory readers) throws IOException {
        if (reader.getAnnotationMetadata().hasAnnotatedMethods(Command.class.getName())) {
            return false;
        }
        for (AssignableTypeFilter part : PARTS) {
            if (part.match(reader, readers)) {
                return false;
            }
        }
        return true;
    }

    /** All are the same, so that tests share their contexts. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SliceFilter;
    }

    @Override
    public int hashCode() {
        return SliceFilter.class.hashCode();
    }
}
