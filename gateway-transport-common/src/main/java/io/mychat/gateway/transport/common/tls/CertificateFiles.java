package io.mychat.gateway.transport.common.tls;

import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.spi.config.SettingFiles;
import java.nio.file.InvalidPathException;
import java.util.Optional;

/** The files that the settings of TLS name, so that a reload can say which of them have another content. */
public final class CertificateFiles {

    private CertificateFiles() {}

    /** The files with their present content; none without TLS. */
    public static SettingFiles of(ModuleSettings settings) {
        ConfigSection server = settings.section("server");
        SettingFiles files = new SettingFiles();
        if (server.flag("ssl_enabled")) {
            note(settings, files, "server.ssl_cert_path", server.text("ssl_cert_path"));
            note(settings, files, "server.ssl_key_path", server.text("ssl_key_path"));
            Optional<String> authorities = settings.section("tls").text("client_ca_file");
            note(settings, files, "tls.client_ca_file", authorities);
        }
        return files;
    }

    private static void note(ModuleSettings settings, SettingFiles files, String key, Optional<String> path) {
        try {
            path.ifPresent(text -> files.note("$." + key, settings.resolve(text)));
        } catch (InvalidPathException e) {
            // TlsReader reports it.
        }
    }
}
