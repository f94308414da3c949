package io.mychat.gateway.redis.settings;

import io.mychat.gateway.redis.settings.RedisSettings.Access;
import io.mychat.gateway.redis.settings.RedisSettings.Address;
import io.mychat.gateway.redis.settings.RedisSettings.CallLimits;
import io.mychat.gateway.redis.settings.RedisSettings.Login;
import io.mychat.gateway.redis.settings.RedisSettings.Mode;
import io.mychat.gateway.redis.settings.RedisSettings.Pool;
import io.mychat.gateway.redis.settings.RedisSettings.Servers;
import io.mychat.gateway.spi.config.ClientTls;
import io.mychat.gateway.spi.config.ConfigSection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads section {@code redis}; the keys are in the module's README. */
public final class SettingsReader {

    /** A name, an IPv4 address, or an IPv6 address, which has two colons at least. */
    private static final Pattern HOST =
            Pattern.compile("[^\\s:/@\\[\\]]+|\\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%\\w+)?]?");

    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\s]+):([0-9]{1,5})");
    private static final int MAX_PORT = 65_535;

    private final ConfigSection redis;
    private final Function<String, Path> resolve;

    /** @param resolve makes paths of the configuration absolute */
    public SettingsReader(ConfigSection redis, Function<String, Path> resolve) {
        this.redis = redis;
        this.resolve = resolve;
    }

    /** Faults are reported to the section; what is returned is then of no use. */
    public RedisSettings read() {
        Mode mode = redis.word("mode", Mode.class).orElse(Mode.SINGLE);
        return new RedisSettings(
                new Servers(mode, addresses(mode), masterName(mode), database(mode), keyPrefix()),
                access(mode),
                pool(),
                redis.duration("deadline_ms"),
                redis.integer("wait_replicas"));
    }

    private List<Address> addresses(Mode mode) {
        String host = redis.text("host").orElse("");
        int port = redis.integer("port");
        List<Address> nodes = nodes();
        if (host.isBlank()) {
            redis.fault("host", "must not be empty");
        } else if (!HOST.matcher(host).matches()) {
            redis.fault(
                    "host", "must be a name or an address, without a scheme, a port or spaces; the port is redis.port");
        }
        if (mode == Mode.SINGLE) {
            if (redis.has("nodes")) {
                redis.fault("nodes", "is for the modes sentinel and cluster; single has host and port");
            }
            return List.of(new Address(host, port));
        }
        if (nodes.isEmpty() && redis.has("host") && mode == Mode.CLUSTER) {
            return List.of(new Address(host, port));
        }
        if (nodes.isEmpty() && redis.texts("nodes").isEmpty()) {
            redis.fault(
                    "nodes",
                    "must name at least one " + (mode == Mode.SENTINEL ? "sentinel" : "node") + " as \"host:port\"");
        } else if (redis.has("host") || redis.has("port")) {
            redis.fault(redis.has("host") ? "host" : "port", "is for the mode single; nodes has the addresses here");
        }
        return nodes;
    }

    private List<Address> nodes() {
        List<Address> nodes = new ArrayList<>();
        for (String text : redis.texts("nodes")) {
            Matcher matcher = ADDRESS.matcher(text);
            int port = matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
            if (port < 1 || port > MAX_PORT) {
                redis.fault("nodes", "has an address that is not \"host:port\" with a port from 1 to 65535: " + text);
                return List.of();
            }
            nodes.add(new Address(matcher.group(1).replace("[", "").replace("]", ""), port));
        }
        return nodes;
    }

    private String masterName(Mode mode) {
        String name = redis.text("master_name").orElse("");
        if (mode == Mode.SENTINEL && name.isBlank()) {
            redis.fault("master_name", "is what the sentinels call the master, and the mode sentinel needs it");
        } else if (mode != Mode.SENTINEL && redis.has("master_name")) {
            redis.fault("master_name", "is for the mode sentinel");
        }
        return name;
    }

    private int database(Mode mode) {
        int database = redis.integer("db");
        if (mode == Mode.CLUSTER && database != 0) {
            redis.fault("db", "must be 0: a cluster has one database");
        }
        return database;
    }

    private String keyPrefix() {
        String prefix = redis.text("key_prefix").orElse("");
        if (prefix.contains("{") || prefix.contains("}")) {
            redis.fault("key_prefix", "must have no braces: they decide where a cluster keeps a key");
        }
        return prefix;
    }

    private Access access(Mode mode) {
        Login login = login("username", "password");
        Login sentinels = login("sentinel_username", "sentinel_password");
        if (sentinels.password().isPresent() && mode != Mode.SENTINEL) {
            redis.fault("sentinel_password", "is for the mode sentinel");
        }
        return new Access(login, sentinels, tls());
    }

    private Optional<ClientTls> tls() {
        if (redis.flag("tls")) {
            return Optional.of(ClientTls.read(redis, "redis", resolve));
        }
        for (String key : List.of("tls_ca_file", "tls_cert_file", "tls_key_file", "tls_key_passphrase")) {
            if (redis.text(key).isPresent()) {
                redis.fault(key, "needs \"tls\": true");
            }
        }
        return Optional.empty();
    }

    private Login login(String nameKey, String passwordKey) {
        Optional<String> username = redis.text(nameKey).filter(name -> !name.isEmpty());
        Optional<String> password = redis.text(passwordKey).filter(secret -> !secret.isEmpty());
        if (username.isPresent() && password.isEmpty()) {
            redis.fault(nameKey, "needs a password");
        }
        return new Login(username, password);
    }

    private Pool pool() {
        if (redis.has("pool_size") && redis.has("max_connections")) {
            redis.fault("pool_size", "means the same as max_connections; keep one of them");
        }
        int size = redis.integer("pool_size", Pool.defaults().max());
        int max = redis.integer("max_connections", size);
        int min = redis.integer("min_connections", Math.min(Pool.defaults().min(), max));
        if (min > max) {
            redis.fault("min_connections", "must not be more than max_connections (" + max + ")");
        }
        return new Pool(
                min,
                max,
                new CallLimits(
                        redis.integer("max_waiting_calls"),
                        redis.integer("pipelined_connections"),
                        redis.integer("max_pipelined_calls")),
                redis.duration("idle_timeout_ms"),
                redis.duration("connect_timeout_ms"));
    }
}
