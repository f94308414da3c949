package io.mychat.gateway.bench.server;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.session.UserInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
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
        String secret = inCluster ? args[4] : newSecret();
        int clients = Integer.parseInt(args[2]);
        LoginKind kind = LoginKind.valueOf(args[1]);
        IntFunction<String> login = kind == LoginKind.PASSWORD
                ? GatewayTarget::byPassword
                : byToken(secret, client -> user(kind == LoginKind.ONE_USER ? Math.min(client, 1) : client));
        List<String> lines = IntStream.range(0, clients).mapToObj(login).toList();
        Files.write(Path.of(args[3]), lines);

        GatewayBuilder builder = GatewayServer.builder()
                .host("127.0.0.1")
                .websocketPort(0)
                .httpPort(0)
                .setting("server.transport", transport)
                .setting("server.io_threads", Integer.parseInt(args[0]))
                .setting("auth.jwt_secret", secret)
                .setting("server.max_unauthenticated", 1_000_000) // the whole crowd is one machine
                .setting("security.max_unauthenticated_per_ip", 0)
                .setting("security.max_connections_per_ip", 0)
                .setting("server.max_pending_connections", 100_000)
                .setting("server.max_pending_connections_per_ip", 100_000)
                .setting("server.max_tls_handshakes", 100_000)
                .setting("server.max_tls_handshakes_per_ip", 100_000)
                .setting("security.messages_per_second", 0)
                .setting("security.user_messages_per_second", 0)
                .setting("security.user_bytes_per_second", 0)
                .setting("server.ping_seconds", 3600) // the clients listen only while they have something to do
                .credentials((name, password) -> new CredentialVerdict.Accepted(new UserInfo(name, name, Set.of())));
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

    static String newSecret() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }

    /** Seats for a thousand devices of a user. */
    private static Path manyDevices() throws IOException {
        Path file = Files.createTempFile("gateway-bench", ".json");
        file.toFile().deleteOnExit();
        return Files.writeString(file, "{\"platforms\":{\"android\":{\"max_devices\":1000}}}");
    }

    private static IntFunction<String> byToken(String secret, IntFunction<String> user) {
        Algorithm algorithm = Algorithm.HMAC256(secret);
        Instant expires = Instant.now().plus(Duration.ofHours(1));
        return client -> {
            String token = JWT.create()
                    .withSubject(user.apply(client))
                    .withJWTId("token-" + client)
                    .withClaim("platform", "android")
                    .withClaim("device_id", "device-" + client)
                    .withIssuedAt(Instant.now())
                    .withExpiresAt(expires)
                    .sign(algorithm);
            return "{\"cmd_id\":1002,\"data\":{\"token\":\"" + token + "\"}}";
        };
    }

    private static String byPassword(int client) {
        return "{\"cmd_id\":1001,\"platform\":\"android\",\"data\":{\"username\":\"" + user(client)
                + "\",\"password\":\"any\",\"device_id\":\"device-" + client + "\"}}";
    }

    private static String user(int client) {
        return "user-" + client;
    }
}
