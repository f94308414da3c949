package io.mychat.gateway.architecture;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every package says what it is for, where a reader enters it, and what its neighbours are. Neighbours are compared with the
 * imports; with {@code -Dupdate.docs=true} this test writes them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackagesTest {

    private static final boolean UPDATE = Boolean.getBoolean("update.docs");
    private static final Pattern ENTRIES =
            Pattern.compile("\n \\* <p>Entry points?: .*?(?=\n \\*\n|\n \\*/)", Pattern.DOTALL);
    private static final Pattern NEIGHBOURS = Pattern.compile("\n \\* <p>Neighbours: (.*?)\n \\*/", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\{@link (io\\.mychat\\.gateway[.\\w]*)\\.([A-Z]\\w*)}");
    private static final int WIDTH = 120;

    private final SourceTree tree;

    PackagesTest() throws IOException {
        tree = new SourceTree();
    }

    @Test
    void everyPackageIsNullMarkedAndDescribed() {
        assertThat(tree.packages()).containsKeys(Production.ROOT + ".spi", Production.ROOT + ".standalone");
        assertThat(tree.packages().values())
                .allSatisfy(room -> assertThat(text(room))
                        .as(room.name())
                        .startsWith("/**\n * ")
                        .contains("\n@NullMarked\npackage "));
    }

    @Test
    void everyPackageNamesEntryPointsThatOthersUse() {
        assertThat(tree.packages().values()).allSatisfy(room -> {
            List<String> entries = ENTRIES.matcher(text(room))
                    .results()
                    .flatMap(paragraph -> LINK.matcher(paragraph.group()).results())
                    .filter(link -> link.group(1).equals(room.name()))
                    .map(link -> link.group(2))
                    .toList();
            assertThat(entries)
                    .as(room.name())
                    .isNotEmpty()
                    .allSatisfy(entry -> assertThat(isEntered(room, entry))
                            .as(entry + " is used outside its package")
                            .isTrue());
        });
    }

    @Test
    void everyPackageNamesItsNeighbours() {
        assertThat(tree.packages().values()).allSatisfy(room -> {
            String neighbours =
                    "uses " + labels(room, uses(room)) + "; used by " + labels(room, tree.usersOf(room)) + ".";
            if (UPDATE) {
                String paragraph = Matcher.quoteReplacement(wrapped("<p>Neighbours: " + neighbours));
                Files.writeString(info(room), NEIGHBOURS.matcher(text(room)).replaceFirst(paragraph));
            }
            assertThat(NEIGHBOURS
                            .matcher(text(room))
                            .results()
                            .map(found -> found.group(1).replace("\n * ", " ")))
                    .as("%s; run this test with -Dupdate.docs=true", room.name())
                    .containsExactly(neighbours);
        });
    }

    private Set<SourcePackage> uses(SourcePackage room) {
        Set<SourcePackage> used = new TreeSet<>();
        room.imports().stream()
                .map(tree.packages()::get)
                .filter(Objects::nonNull)
                .filter(other -> !other.equals(room))
                .forEach(used::add);
        return used;
    }

    private static String labels(SourcePackage room, Set<SourcePackage> others) {
        String labels = Stream.concat(
                        others.stream().filter(other -> other.module().equals(room.module())),
                        others.stream().filter(other -> !other.module().equals(room.module())))
                .map(other -> other.labelIn(room))
                .distinct()
                .collect(joining(", "));
        return labels.isEmpty() ? "none" : labels;
    }

    /** Imported elsewhere, found by {@code ServiceLoader} or Spring Boot, or a program. */
    private boolean isEntered(SourcePackage room, String type) throws IOException {
        Path file = room.directory().resolve(type + ".java");
        if (!Files.exists(file)) {
            return false;
        }
        return tree.isUsedOutside(room.name(), type)
                || isProvided(room, room.name() + "." + type)
                || isStarted(Files.readString(file));
    }

    /** By the JVM, or by JMH. */
    private static boolean isStarted(String source) {
        return source.contains("public static void main(") || source.contains("@Benchmark\n");
    }

    private static boolean isProvided(SourcePackage room, String type) throws IOException {
        Path resources = room.module().resolve("src/main/resources/META-INF");
        return isListed(resources.resolve("services"), type) || isListed(resources.resolve("spring"), type);
    }

    private static boolean isListed(Path directory, String type) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (Files.readAllLines(file).contains(type)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String wrapped(String paragraph) {
        StringBuilder lines = new StringBuilder();
        StringBuilder line = new StringBuilder("\n *");
        for (MatchResult word : Pattern.compile("\\{@\\w+ [^}]*}\\S*|\\S+")
                .matcher(paragraph)
                .results()
                .toList()) {
            if (line.length() + word.group().length() > WIDTH) {
                lines.append(line);
                line = new StringBuilder("\n *");
            }
            line.append(' ').append(word.group());
        }
        return lines.append(line).append("\n */").toString();
    }

    private static Path info(SourcePackage room) {
        return room.directory().resolve("package-info.java");
    }

    private static String text(SourcePackage room) {
        try {
            return Files.readString(info(room));
        } catch (IOException problem) {
            throw new AssertionError(room.name() + " has no package-info.java", problem);
        }
    }
}
