package io.mychat.gateway.test;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.ReloadOutcome;
import io.mychat.gateway.spi.event.GatewayListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The configuration directory of one gateway on the loopback address: {@code gateway_config.json} and {@code users.json}. What a
 * test says counts after {@link #reload}, or after the next {@link #start}. Single quotes stand for double ones.
 *
 * @since 0.1.0
 */
public final class GatewayFiles {

    private final Path directory;
    private final Map<String, String> users = new TreeMap<>();
    private String sections = "";
    private String auth = "'users_file': 'users.json', 'jwt_secret': 'a secret of these tests, and long enough'";

    public GatewayFiles(Path directory) {
        this.directory = directory;
    }

    /** Adds a user whose id is the name, or changes one. */
    public GatewayFiles user(String name, String passwordHash, String... roles) {
        String quoted = Arrays.stream(roles).map(role -> "'" + role + "'").collect(Collectors.joining(","));
        users.put(
                name,
                "{'user_id':'%s','username':'%s','password_hash':'%s','roles':[%s]}"
                        .formatted(name, name, passwordHash, quoted));
        return this;
    }

    public GatewayFiles without(String name) {
        users.remove(name);
        return this;
    }

    /** @param json sections besides {@code server} and {@code auth}: empty, or with a comma at the end */
    public GatewayFiles sections(String json) {
        sections = json;
        return this;
    }

    /** @param json keys of section {@code auth} besides {@code users_file} */
    public GatewayFiles auth(String json) {
        return authWithoutUsers("'users_file': 'users.json', " + json);
    }

    /** @param json keys of section {@code auth} */
    public GatewayFiles authWithoutUsers(String json) {
        auth = json;
        return this;
    }

    /** Starts a gateway with these files. */
    public LiveGateway start(GatewayListener listener) {
        write();
        try {
            return LiveGateway.start(GatewayServer.builder()
                    .config(directory.resolve("gateway_config.json"))
                    .listener(listener));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the files, and has a gateway read them. */
    public ReloadOutcome reload(LiveGateway gateway) {
        write();
        return gateway.server().reload(ConfigFile.GATEWAY, "a test");
    }

    private void write() {
        write("users.json", users.values().toString());
        write(
                "gateway_config.json",
                "{" + sections + "'server': {'host': '127.0.0.1', 'websocket_port': 0, 'http_port': 0,"
                        + " 'watch_config': false, 'drain_seconds': 0}, 'auth': {" + auth + "}}");
    }

    private void write(String name, String json) {
        try {
            Files.writeString(directory.resolve(name), json.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
