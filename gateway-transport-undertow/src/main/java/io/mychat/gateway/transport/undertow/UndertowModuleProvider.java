package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.config.ModuleSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;

/** Offers both transports; their threads are shared and run from the first start to the last close. */
public final class UndertowModuleProvider implements ModuleProvider {

    @Override
    public String name() {
        return "gateway-transport-undertow";
    }

    @Override
    public Set<String> sections() {
        return Set.of("server");
    }

    @Override
    public String schema() {
        String name = "gateway_config.schema.json";
        try (InputStream file = Objects.requireNonNull(getClass().getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Module configure(ModuleSettings settings) {
        return new UndertowModule(UndertowSettings.read(settings), CertificateFiles.read(settings), settings.time());
    }
}
