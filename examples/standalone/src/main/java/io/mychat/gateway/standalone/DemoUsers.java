package io.mychat.gateway.standalone;

import io.mychat.gateway.auth.PasswordHasher;
import io.mychat.gateway.auth.PasswordVerifier;
import io.mychat.gateway.auth.UserAccounts;
import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.GatewayServer;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** The users of a run without a configuration: three users with random passwords, and a random secret. */
final class DemoUsers implements AutoCloseable {

    private final Map<String, String> passwords = new LinkedHashMap<>();
    private final @Nullable UserAccounts accounts;
    private final @Nullable PasswordVerifier verifier;

    private DemoUsers() {
        this.accounts = null;
        this.verifier = null;
    }

    private DemoUsers(PasswordHasher hasher) {
        UserAccounts.Builder builder = UserAccounts.builder();
        for (String name : new String[] {"alice", "bob", "admin"}) {
            String password = random(9);
            passwords.put(name, password);
            builder.add(name, name, hasher.hash(password), name.equals("admin") ? Set.of("admin") : Set.of());
        }
        this.accounts = builder.build();
        this.verifier = accounts.passwordVerifier();
    }

    static DemoUsers create() {
        return new DemoUsers(new PasswordHasher());
    }

    /** No users, for a run with a configuration. */
    static DemoUsers none() {
        return new DemoUsers();
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** @param webSocketPort the port of the running gateway */
    void configure(GatewayBuilder builder, IntSupplier webSocketPort) {
        if (accounts != null && verifier != null) {
            builder.host("127.0.0.1")
                    .setting("auth.jwt_secret", random(48))
                    // Nobody waits for a demo that was stopped.
                    .setting("server.drain_seconds", 1)
                    .setting("console.enabled", true)
                    .credentials(verifier)
                    .users(accounts)
                    .pages(new WebChat(List.copyOf(passwords.keySet()), webSocketPort));
        }
    }

    /** Prints how to begin. */
    void introduce(PrintWriter out, GatewayServer gateway) {
        if (accounts == null) {
            return;
        }
        InetSocketAddress ws = gateway.webSocketAddress();
        InetSocketAddress http = gateway.httpAddress();
        out.println();
        out.println(
                "  This is a demo for this machine only; its data is lost when it stops. To configure it: --config FILE");
        out.println();
        out.println("  WebSocket  ws://127.0.0.1:" + ws.getPort() + "/ws");
        out.println("  HTTP       http://127.0.0.1:" + http.getPort() + "/api/system/health");
        out.println();
        passwords.forEach((name, password) -> out.printf("  user %-6s password %s%n", name, password));
        out.println();
        out.println("  Two people in two windows of a browser:");
        for (String name : List.of("alice", "bob")) {
            out.printf("  http://127.0.0.1:%d/#%s:%s%n", http.getPort(), name, passwords.get(name));
        }
        out.println();
        out.println("  The console for operators, as admin:");
        out.println("  http://127.0.0.1:" + http.getPort() + "/console/");
        out.println();
        out.println("  Or with raw frames:");
        out.println("  npx wscat -c ws://127.0.0.1:" + ws.getPort() + "/ws");
        out.println("  {\"cmd_id\":1001,\"platform\":\"web\",\"data\":{\"username\":\"alice\",\"password\":\""
                + passwords.get("alice") + "\"}}");
        out.println("  {\"cmd_id\":2001,\"data\":{\"to_user\":\"bob\",\"content\":\"hi\"}}");
        out.println();
        out.println("  Ctrl-C stops the gateway.");
        out.flush();
    }

    @Override
    public void close() {
        if (verifier != null) {
            verifier.close();
        }
    }
}
