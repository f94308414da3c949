package io.mychat.gateway.architecture;

import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The sources of all modules, read once. Tests run in the directory of this module. */
final class SourceTree {

    static final Path ROOT = Path.of("..");
    static final Path MAIN = Path.of("src", "main", "java");

    private static final Pattern IMPORT = Pattern.compile(
            "^import (?:static )?(io\\.mychat\\.gateway(?:\\.[a-z]\\w*)*)\\.([A-Z]\\w*)", Pattern.MULTILINE);

    private final Map<String, SourcePackage> packages = new TreeMap<>();
    private final Map<String, Set<String>> importers = new TreeMap<>();

    SourceTree() throws IOException {
        for (Path module : modules(MAIN)) {
            Set<Path> directories = directories(module.resolve(MAIN));
            String root = directories.stream()
                    .map(directory -> packageName(module.resolve(MAIN), directory))
                    .min(String::compareTo)
                    .orElseThrow();
            for (Path directory : directories) {
                String name = packageName(module.resolve(MAIN), directory);
                packages.put(name, new SourcePackage(module, root, name, directory));
            }
        }
        for (Path module : modules(Path.of("src"))) {
            for (String tree : List.of("main", "test")) {
                Path sources = module.resolve("src").resolve(tree).resolve("java");
                for (Path directory : directories(sources)) {
                    addImports(tree, packageName(sources, directory), directory);
                }
            }
        }
    }

    /** By name. */
    Map<String, SourcePackage> packages() {
        return packages;
    }

    /** The packages of the main trees that import a class of this one. */
    Set<SourcePackage> usersOf(SourcePackage used) {
        return packages.values().stream()
                .filter(user -> !user.equals(used) && user.imports().contains(used.name()))
                .collect(toCollection(TreeSet::new));
    }

    /** True for a class that another package imports, in a main or a test tree. */
    boolean isUsedOutside(String packageName, String type) {
        return importers.getOrDefault(packageName + "." + type, Set.of()).stream()
                .anyMatch(importer -> !importer.equals(packageName));
    }

    /** The file of a top-level class in a main tree, or null. */
    @Nullable
    Path file(String qualifiedName) {
        int dot = qualifiedName.lastIndexOf('.');
        SourcePackage home = packages.get(qualifiedName.substring(0, Math.max(dot, 0)));
        Path file = home == null ? null : home.directory().resolve(qualifiedName.substring(dot + 1) + ".java");
        return file != null && Files.exists(file) ? file : null;
    }

    private void addImports(String tree, String importer, Path directory) throws IOException {
        for (Path file : javaFiles(directory)) {
            String text = Files.readString(file);
            for (MatchResult found : IMPORT.matcher(text).results().toList()) {
                importers
                        .computeIfAbsent(found.group(1) + "." + found.group(2), type -> new TreeSet<>())
                        .add(importer);
                SourcePackage room = packages.get(importer);
                if (tree.equals("main") && room != null) {
                    room.imports().add(found.group(1));
                }
            }
        }
    }

    /** @param content a directory that they have */
    private static List<Path> modules(Path content) throws IOException {
        List<Path> modules = new ArrayList<>();
        for (Path parent : List.of(ROOT, ROOT.resolve("examples"))) {
            try (Stream<Path> children = Files.list(parent)) {
                children.filter(module -> Files.isDirectory(module.resolve(content)))
                        .sorted()
                        .forEach(modules::add);
            }
        }
        return modules;
    }

    /** Those that hold sources. */
    private static Set<Path> directories(Path sources) throws IOException {
        if (!Files.isDirectory(sources)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("module-info.java"))
                    .map(Path::getParent)
                    .collect(toCollection(TreeSet::new));
        }
    }

    static List<Path> javaFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static String packageName(Path sources, Path directory) {
        return sources.relativize(directory).toString().replace('\\', '/').replace('/', '.');
    }
}
