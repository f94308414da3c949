package io.mychat.gateway.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every room says what it is for, the examples' rooms too. Runs in the module's own directory. */
class PackagesTest {

    private static final Path ROOT = Path.of("..");
    private static final Path SOURCES = Path.of("src", "main", "java");

    @Test
    void everyPackageIsNullMarkedAndDescribed() throws IOException {
        Set<Path> packages = new TreeSet<>();
        for (Path sources : sourceRoots()) {
            try (Stream<Path> files = Files.walk(sources)) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> !file.endsWith("module-info.java"))
                        .forEach(file -> packages.add(file.getParent()));
            }
        }

        assertThat(packages).isNotEmpty().allSatisfy(directory -> {
            Path info = directory.resolve("package-info.java");
            assertThat(info).exists();
            assertThat(Files.readString(info)).startsWith("/**").contains("\n@NullMarked\npackage ");
        });
    }

    private static List<Path> sourceRoots() throws IOException {
        List<Path> roots = new ArrayList<>();
        for (Path parent : List.of(ROOT, ROOT.resolve("examples"))) {
            try (Stream<Path> modules = Files.list(parent)) {
                modules.map(module -> module.resolve(SOURCES))
                        .filter(Files::isDirectory)
                        .forEach(roots::add);
            }
        }
        assertThat(roots).contains(ROOT.resolve("gateway-spi").resolve(SOURCES));
        assertThat(roots).contains(ROOT.resolve("examples/standalone").resolve(SOURCES));
        return roots;
    }
}
