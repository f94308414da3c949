package io.mychat.gateway.core.plugin.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.GatewayPlugin;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.slf4j.Logger;

/** Compiles plug-ins and packs them into jars. */
final class JarMaker {

    private final Path work;
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final List<String> services = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();

    /** @param work a directory for the sources and classes of this jar alone */
    JarMaker(Path work) {
        this.work = work;
    }

    /** Adds a class of the package {@code made}, which is imported in it with the SPI. */
    JarMaker type(String name, String body) {
        sources.put(
                name, "package made; import io.mychat.gateway.spi.*; import io.mychat.gateway.spi.message.*; " + body);
        return this;
    }

    /** Adds a plug-in that answers a command, and does more at its start. */
    JarMaker plugin(String name, long command, String start) {
        service(name);
        return type(
                name,
                "public class " + name + " implements GatewayPlugin {"
                        + " public void install(HandlerRegistry h) { h.register(" + command
                        + ", (m, c) -> Reply.ok(\"{\\\"by\\\":\\\"" + name + "\\\"}\")); }"
                        + " public void start(PluginContext context) throws Exception { " + start + " } }");
    }

    JarMaker service(String name) {
        services.add(name.isEmpty() ? "# nothing" : "made." + name);
        return this;
    }

    /** Compiles a class and leaves it out of the jar. */
    JarMaker without(String name) {
        leftOut.add(name + ".class");
        return this;
    }

    void into(Path jar) {
        try {
            Path classes = Files.createDirectories(work.resolve("classes"));
            List<String> arguments = new ArrayList<>(List.of(
                    "-d",
                    classes.toString(),
                    "-proc:none",
                    "-cp",
                    place(GatewayPlugin.class) + File.pathSeparator + place(Logger.class),
                    "--release",
                    "17"));
            for (Map.Entry<String, String> source : sources.entrySet()) {
                Path file = work.resolve(source.getKey() + ".java");
                Files.writeString(file, source.getValue());
                arguments.add(file.toString());
            }
            if (!sources.isEmpty()) {
                StringWriter problems = new StringWriter();
                PrintWriter writer = new PrintWriter(problems);
                ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
                assertThat(javac.run(writer, writer, arguments.toArray(String[]::new)))
                        .as("%s", problems)
                        .isZero();
            }
            pack(classes, jar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path place(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void pack(Path classes, Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!leftOut.contains(file.getFileName().toString())) {
                    out.putNextEntry(
                            new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                    Files.copy(file, out);
                    out.closeEntry();
                }
            }
            if (!services.isEmpty()) {
                out.putNextEntry(new JarEntry("META-INF/services/" + GatewayPlugin.class.getName()));
                out.write(String.join("\n", services).getBytes(StandardCharsets.UTF_8));
                out.closeEntry();
            }
        }
    }
}
