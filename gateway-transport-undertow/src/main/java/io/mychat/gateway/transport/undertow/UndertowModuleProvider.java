package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.spi.config.SettingFiles;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Offers both transports. They share their threads, which run from the first start to the last close.
 *
 * @since 0.1.0
 */
public final class UndertowModuleProvider implements ModuleProvider {

    private final @Nullable HostWebSockets host;

    /** The gateway alone is on the WebSocket port. */
    public UndertowModuleProvider() {
        this(null);
    }

    private UndertowModuleProvider(@Nullable HostWebSockets host) {
        this.host = host;
    }

    /** A host's own WebSockets are on the gateway's WebSocket port, beside the gateway's path. */
    public static UndertowModuleProvider with(HostWebSockets host) {
        return new UndertowModuleProvider(host);
    }

    @Override
    public String name() {
        return "gateway-transport-undertow";
    }

    @Override
    public Set<String> sections() {
        return Set.of("server", "tls");
    }

    @Override
    public Module configure(ModuleSettings settings) {
        SettingFiles certificates = certificates(settings);
        return new UndertowModule(UndertowSettings.read(settings), certificates, settings.time(), host);
    }

    private static SettingFiles certificates(ModuleSettings settings) {
        ConfigSection server = settings.section("server");
        SettingFiles files = new SettingFiles();
        if (server.flag("ssl_enabled")) {
            for (String key : List.of("ssl_cert_path", "ssl_key_path")) {
                try {
                    server.text(key).ifPresent(path -> files.note("$.server." + key, settings.resolve(path)));
                } catch (InvalidPathException e) {
                    // TlsReader reports it.
                }
            }
            try {
                settings.section("tls")
                        .text("client_ca_file")
                        .ifPresent(path -> files.note("$.tls.client_ca_file", settings.resolve(path)));
            } catch (InvalidPathException e) {
                // TlsReader reports it.
            }
        }
        return files;
    }
}
