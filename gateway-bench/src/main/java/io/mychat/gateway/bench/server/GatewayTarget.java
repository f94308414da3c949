package io.mychat.gateway.bench.server;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.GatewayServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The gateway as it comes, but for the message rate and pings, which are off, and passwords, which cost nothing here.
 * Arguments: I/O threads; then, as {@link LoginKind} says, how clients log in, how many there will be, and the file to
 * write their login messages to; then, for one of a cluster, the secret that signs tokens, Redis's host and port, and
 * what is before every name there.
 */
public final class GatewayTarget {

    private GatewayTarget() {}

    public static void main(String[] args) throws Exception {
        run("undertow", args);
    }

    static void run(String transport, String[] args) throws Exception {
        boolean inCluster = args.length > 4;
        String secret = inCluster ? args[4] : UnlimitedGateway.newSecret();
        int clients = Integer.parseInt(args[2]);
        LoginKind kind = LoginKind.valueOf(args[1]);
        IntFunction<String> login = kind == LoginKind.PASSWORD
                ? GatewayTarget::byPassword
                : byToken(secret, client -> user(kind == LoginKind.ONE_USER ? Math.min(client, 1) : client));
        List<String> lines = IntStream.range(0, clients).mapToObj(login).toList();
        Files.write(Path.of(args[3]), lines);

        GatewayBuilder builder = UnlimitedGateway.builder(secret)
                .host("127.0.0.1")
                .websocketPort(0)
                .httpPort(0)
                .setting("server.transport", transport)
                .setting("server.io_threads", Integer.parseInt(args[0]));
        ServerTlsFiles.applyTo(builder);
        if (kind == LoginKind.ONE_USER) {
            builder.setting("server.platform_strategy", manyDevices().toString());
        }
        if (inCluster) {
            builder.setting("redis.host", args[5])
                    .setting("redis.port", Integer.parseInt(args[6]))
                    .setting("redis.key_prefix", args[7]);
        }
        GatewayServer gateway = builder.build();
        gateway.start();
        Control.serve(
                gateway.webSocketAddress().getPort(), gateway.httpAddress().getPort());
    }

    /** Seats for a thousand devices of a user. */
    private static Path manyDevices() throws IOException {
        Path file = Files.createTempFile("gateway-bench", ".json");
        file.toFile().deleteOnExit();
        return Files.writeString(file, "{\"platforms\":{\"android\":{\"max_devices\":1000}}}");
    }

    private static IntFunction<String> byToken(String secret, IntFunction<String> user) {
        TokenLogins logins = new TokenLogins(secret);
        return client -> logins.login(client, user.apply(client), "android");
    }

    private static String byPassword(int client) {
        return "{\"cmd_id\":1001,\"platform\":\"android\",\"data\":{\"username\":\"" + user(client)
                + "\",\"password\":\"any\",\"device_id\":\"device-" + client + "\"}}";
    }

    private static String user(int client) {
        return "user-" + client;
    }
}
