package io.mychat.gateway.architecture;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * What is about to be published, in the layout of a Maven repository, checked by the rules of Maven Central: POMs with all that
 * people need to know, sources and Javadoc beside each jar, a signature and checksums beside each file, and nothing else.
 * {@code release/stage} runs it as a program on the JDK alone.
 */
final class StagedRepository {

    private static final List<String> COMPANIONS = List.of(".asc", ".md5", ".sha1");
    /** The file of a published jar whose name ends so has an entry that ends so. */
    private static final Map<String, String> CONTENT =
            Map.of("-sources.jar", ".java", "-javadoc.jar", "index.html", ".jar", ".class");

    private final Path root;
    private final FileProofs proofs;
    private final List<String> faults = new ArrayList<>();

    StagedRepository(Path root, FileProofs proofs) {
        this.root = root;
        this.proofs = proofs;
    }

    /** Arguments: the directory, and the artifacts that are to be in it. */
    public static void main(String[] arguments) throws Exception {
        Set<String> artifacts = Set.copyOf(Arrays.asList(arguments).subList(1, arguments.length));
        List<String> faults = new StagedRepository(Path.of(arguments[0]), new FileProofs("gpg")).faults(artifacts);
        faults.forEach(System.err::println);
        System.exit(faults.isEmpty() ? 0 : 1);
    }

    /** One line for each fault; empty when exactly these artifacts are staged and each follows the rules. */
    List<String> faults(Set<String> artifacts) throws IOException {
        faults.clear();
        Set<String> staged = new TreeSet<>();
        for (Path pom : files(".pom")) {
            StagedPom content = StagedPom.read(pom);
            staged.add(content.artifactId());
            content.faults().forEach(fault -> report(pom, fault));
            checkArtifact(pom, content);
        }
        if (!staged.equals(new TreeSet<>(artifacts))) {
            faults.add("staged are " + staged + ", but to be published are " + new TreeSet<>(artifacts));
        }
        return List.copyOf(faults);
    }

    private void checkArtifact(Path pom, StagedPom content) throws IOException {
        Path directory = Objects.requireNonNull(pom.getParent());
        String place = root.relativize(directory).toString().replace(File.separatorChar, '/');
        if (!place.equals(content.place())) {
            report(pom, "stands in " + place + " and not in " + content.place());
        }
        Set<String> expected = new TreeSet<>();
        for (String ending :
                content.isJar() ? List.of(".pom", ".jar", "-sources.jar", "-javadoc.jar") : List.of(".pom")) {
            Path file = directory.resolve(content.artifactId() + "-" + content.version() + ending);
            expected.add(file.getFileName().toString());
            COMPANIONS.forEach(companion -> expected.add(file.getFileName() + companion));
            if (Files.exists(file)) {
                checkContent(file, ending);
                proofs.faults(file).forEach(fault -> report(file, fault));
            } else {
                report(file, "is missing");
            }
        }
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(file -> !expected.contains(file.getFileName().toString()))
                    .sorted()
                    .forEach(file -> report(file, "is not to be published"));
        }
    }

    private void checkContent(Path file, String ending) throws IOException {
        String needed = CONTENT.get(ending);
        if (needed == null) {
            return;
        }
        try (ZipFile jar = new ZipFile(file.toFile())) {
            if (jar.stream().noneMatch(entry -> entry.getName().endsWith(needed))) {
                report(file, "has no " + needed);
            }
        }
    }

    private void report(Path file, String fault) {
        faults.add(root.relativize(file) + " " + fault);
    }

    private List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
