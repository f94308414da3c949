package io.mychat.gateway.distribution.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.testkit.TestProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The provider {@code oidc-provider} of npm in a process of its own, with people who sign in by their browsers. */
final class OpenIdProvider implements AutoCloseable {

    static final String AUDIENCE = "urn:mychat:gateway";
    static final String CLIENT = "chat-app";

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private final int controlPort;
    private final TestProcess process;

    private OpenIdProvider(int port, int controlPort, TestProcess process) {
        this.port = port;
        this.controlPort = controlPort;
        this.process = process;
    }

    /** @param logoutPort where a gateway takes logout tokens */
    static OpenIdProvider start(Path folder, int logoutPort) throws IOException {
        for (String file : List.of("package.json", "package-lock.json", "provider.mjs")) {
            try (InputStream content = OpenIdProvider.class.getResourceAsStream("/oidc/" + file)) {
                Files.write(
                        folder.resolve(file), Objects.requireNonNull(content).readAllBytes());
            }
        }
        TestProcess installed = TestProcess.of(List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"))
                .directory(folder)
                .start();
        assertThat(installed.exitCode()).as(installed.output()).isZero();
        int port = TestProcess.freePort();
        int controlPort = TestProcess.freePort();
        TestProcess provider = TestProcess.of(List.of(
                        "node",
                        "provider.mjs",
                        Integer.toString(port),
                        Integer.toString(controlPort),
                        "keys.json",
                        "http://127.0.0.1:" + logoutPort + "/api/auth/backchannel-logout"))
                .directory(folder)
                .readyWhen(process -> process.output().contains("provider is ready"))
                .start();
        provider.awaitReady();
        return new OpenIdProvider(port, controlPort, provider);
    }

    String issuer() {
        return "http://127.0.0.1:" + port;
    }

    TestProcess process() {
        return process;
    }

    /** An access token: the user signs in by the authorization code flow, and consents. */
    String token(String user, int seconds) {
        return call("token?user=" + user + "&seconds=" + seconds);
    }

    String token(String user) {
        return token(user, 600);
    }

    /**
     * The user signs out at the provider, which tells the gateway.
     *
     * @return when the provider told it, in milliseconds since the epoch
     */
    long logout(String user) {
        return Long.parseLong(call("logout?user=" + user));
    }

    /** A new key signs; tokens of the previous one are still good. */
    void rotate() {
        call("rotate");
    }

    /** Tokens that must be refused, by what is wrong with them. */
    Map<String, String> forged() {
        Map<String, String> forged = new LinkedHashMap<>();
        call("forged").lines().forEach(line -> {
            String[] parts = line.split("\t", 2);
            forged.put(parts[0], parts[1]);
        });
        return forged;
    }

    private String call(String action) {
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + controlPort + "/" + action))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
