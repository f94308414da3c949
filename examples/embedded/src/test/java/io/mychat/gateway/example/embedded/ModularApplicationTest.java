package io.mychat.gateway.example.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestProcess;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A modular application starts: its own module, the SPI, the core, gateway-auth and their named libraries are on the module path, all
 * other jars on the class path. It is a process, since only the JVM's own boot layer has both. Automatic modules are jars, so the test
 * needs {@code mvn verify}, where this project's modules are jars, too.
 */
class ModularApplicationTest {

    private static final Pattern OF_TESTS = Pattern.compile(
            ".*(junit|assertj|byte-buddy|awaitility|hamcrest|opentest4j|apiguardian|surefire|testkit|-tests).*");
    private static final Pattern ON_MODULE_PATH =
            Pattern.compile("(gateway-(auth|core|spi)|jackson|slf4j|uuid-creator|ipaddress|jspecify)-.*");
    private static final Pattern PORT = Pattern.compile("port (\\d+)");

    private static final String MODULE = """
            module shop {
                requires io.mychat.gateway.auth;
                requires io.mychat.gateway.core;
            }
            """;
    private static final String APPLICATION = """
            package shop;

            import io.mychat.gateway.auth.*;
            import io.mychat.gateway.core.GatewayServer;
            import io.mychat.gateway.spi.message.Reply;
            import java.util.Set;

            public final class Shop {
                public static void main(String[] arguments) throws Exception {
                    UserAccounts accounts = UserAccounts.builder()
                            .add("alice", "alice", new PasswordHasher().hash("secret"), Set.of())
                            .build();
                    PasswordVerifier passwords = accounts.passwordVerifier();
                    GatewayServer gateway = GatewayServer.builder()
                            .host("127.0.0.1").websocketPort(0).httpPort(0)
                            .setting("auth.jwt_secret", "a secret of this test, and long enough")
                            .credentials(passwords).closing(passwords).users(accounts)
                            .handler(5001, (message, context) -> Reply.ok("{\\"modules\\":\\""
                                    + Shop.class.getModule() + ", " + GatewayServer.class.getModule() + "\\"}"))
                            .build();
                    gateway.start();
                    Runtime.getRuntime().addShutdownHook(new Thread(gateway::stop));
                    System.out.println("port " + gateway.webSocketAddress().getPort());
                }
            }
            """;

    @TempDir
    private Path directory;

    @Test
    void aModularApplicationStarts() throws IOException {
        List<Path> libraries = libraries();
        assumeThat(libraries).as("jars").allMatch(Files::isRegularFile);
        Map<Boolean, List<Path>> paths = libraries.stream()
                .collect(Collectors.partitioningBy(library -> ON_MODULE_PATH
                        .matcher(String.valueOf(library.getFileName()))
                        .matches()));
        String modulePath = joined(paths.getOrDefault(true, List.of()));
        List<String> command = List.of(
                TestProcess.java(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--add-modules",
                "ALL-SYSTEM",
                "--module-path",
                compile(modulePath) + File.pathSeparator + modulePath,
                "--class-path",
                joined(paths.getOrDefault(false, List.of())),
                "--module",
                "shop/shop.Shop");
        try (TestProcess shop = TestProcess.of(command)
                        .readyWhen(process -> PORT.matcher(process.output()).find())
                        .start();
                TestClient alice = TestClient.connect(URI.create("ws://127.0.0.1:" + port(shop) + "/ws"))) {
            assertThat(alice.login("alice", "secret", "web", "").code()).isEqualTo(200);
            assertThat(alice.request(5001, "{}").text("modules"))
                    .isEqualTo("module shop, module io.mychat.gateway.core");
        }
    }

    private static String port(TestProcess shop) {
        return PORT.matcher(shop.output())
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    /** What the application has at run time. */
    private static List<Path> libraries() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !OF_TESTS.matcher(entry.replace('\\', '/')).matches())
                .map(Path::of)
                // This module's own classes.
                .filter(entry ->
                        !entry.endsWith("test-classes") && !entry.endsWith(Path.of("embedded", "target", "classes")))
                .toList();
    }

    private static String joined(List<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private Path compile(String modulePath) throws IOException {
        Path sources = Files.createDirectories(directory.resolve("sources/shop"));
        Path module = Files.writeString(sources.resolveSibling("module-info.java"), MODULE);
        Path application = Files.writeString(sources.resolve("Shop.java"), APPLICATION);
        Path classes = directory.resolve("classes");
        StringWriter messages = new StringWriter();
        PrintWriter out = new PrintWriter(messages);
        int result = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        out,
                        out,
                        "-d",
                        classes.toString(),
                        "--module-path",
                        modulePath,
                        module.toString(),
                        application.toString());
        assertThat(result).as("compiled: %s", messages).isZero();
        return classes;
    }
}
