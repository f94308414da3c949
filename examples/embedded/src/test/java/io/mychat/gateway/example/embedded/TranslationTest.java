package io.mychat.gateway.example.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each page in Chinese ({@code *.zh-CN.md}) is like the English one beside it: the same headings, blocks of code and tables (cells
 * with the same numbers), and in each section the same names in code and the same links. Runs in the module's own directory.
 */
class TranslationTest {

    private static final Path ROOT = Path.of("..", "..");
    private static final String CHINESE = ".zh-CN.md";

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
    private static final Pattern HEADING = Pattern.compile("(?m)^(#{1,6}) .*$");
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)]+)\\)");
    private static final Pattern CELL_END = Pattern.compile("(?<!\\\\)\\|");
    private static final Pattern NUMBER = Pattern.compile("(\\d+(?:[.,]\\d+)*)");
    private static final Pattern COMMENT = Pattern.compile("(?m)\\s+#\\s.*$");

    /** A page taken apart; {@code sections} are without their blocks of code. */
    private record Page(String text, String prose, List<String> sections) {

        static Page read(Path file) throws IOException {
            String text = Files.readString(file).replace("\r\n", "\n");
            String prose = BLOCK.matcher(text).replaceAll("");
            return new Page(text, prose, List.of(HEADING.split(prose)));
        }

        List<String> headings() {
            return HEADING.matcher(prose)
                    .results()
                    .map(result -> result.group(1))
                    .toList();
        }

        /** What people read in a comment of a shell is translated; the rest is not. */
        List<String> blocks() {
            return BLOCK.matcher(text)
                    .results()
                    .map(block -> block.group(1).equals("sh")
                            ? COMMENT.matcher(block.group()).replaceAll("")
                            : block.group())
                    .toList();
        }

        /** Of each cell its names in code and its numbers. */
        List<List<String>> tableRows() {
            return prose.lines()
                    .filter(line -> line.strip().startsWith("|"))
                    .map(line -> Arrays.stream(CELL_END.split(line))
                            .map(cell -> all(CODE, cell) + " " + numbers(cell))
                            .toList())
                    .toList();
        }

        /** Without those in code, in order: a translation may turn a sentence around. */
        private static List<String> numbers(String cell) {
            return all(NUMBER, CODE.matcher(LINK.matcher(cell).replaceAll("")).replaceAll("")).stream()
                    .sorted()
                    .toList();
        }
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }

    static Stream<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (Path place : List.of(ROOT, ROOT.resolve("docs"))) {
            collect(place, place.equals(ROOT) ? 3 : 5, pages);
        }
        return pages.stream().distinct();
    }

    private static void collect(Path place, int depth, List<Path> pages) throws IOException {
        try (Stream<Path> files = Files.walk(place, depth)) {
            files.filter(file -> file.toString().endsWith(CHINESE))
                    .filter(file -> !file.toString().contains("node_modules")
                            && !file.toString().contains("target"))
                    .map(Path::normalize)
                    .forEach(pages::add);
        }
    }

    private static Path english(Path chinese) {
        String name = chinese.getFileName().toString();
        return chinese.resolveSibling(name.substring(0, name.length() - CHINESE.length()) + ".md");
    }

    @Test
    void eachPageForUsersIsInChineseToo() throws IOException {
        List<Path> guide = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        List<Path> places = new ArrayList<>(List.of(ROOT.resolve("docs")));
        try (Stream<Path> modules = Files.list(ROOT);
                Stream<Path> examples = Files.list(ROOT.resolve("examples"))) {
            modules.filter(Files::isDirectory)
                    .filter(module -> ROOT.relativize(module).toString().startsWith("gateway-"))
                    .forEach(places::add);
            examples.filter(Files::isDirectory).forEach(places::add);
        }
        for (Path place : places) {
            try (Stream<Path> pages = Files.list(place)) {
                pages.filter(file -> file.toString().endsWith(".md")).forEach(guide::add);
            }
        }

        assertThat(guide)
                .filteredOn(page -> !page.toString().endsWith(CHINESE))
                .hasSizeGreaterThan(20)
                .allSatisfy(page -> assertThat(chinese(page)).exists());
    }

    private static Path chinese(Path english) {
        String name = english.getFileName().toString();
        return english.resolveSibling(name.substring(0, name.length() - ".md".length()) + CHINESE);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void headingsBlocksAndTablesAreThoseOfTheEnglishPage(Path chinese) throws IOException {
        Page translated = Page.read(chinese);
        Page original = Page.read(english(chinese));

        assertThat(translated.headings()).isEqualTo(original.headings());
        assertThat(translated.blocks()).isEqualTo(original.blocks());
        assertThat(translated.tableRows()).isEqualTo(original.tableRows());
    }

    /** A sentence that is missing nearly always takes a name or a link with it. */
    @ParameterizedTest
    @MethodSource("pages")
    void eachSectionHasTheNamesAndLinksOfTheEnglishOne(Path chinese) throws IOException {
        List<String> translated = Page.read(chinese).sections();
        List<String> original = Page.read(english(chinese)).sections();

        assertThat(translated).hasSameSizeAs(original);
        for (int i = 0; i < original.size(); i++) {
            assertThat(names(translated.get(i))).as("section %d", i).isEqualTo(names(original.get(i)));
        }
    }

    private static Set<String> names(String section) {
        Set<String> names = new TreeSet<>(all(CODE, section));
        all(LINK, section).stream()
                // Each page links to the other language.
                .filter(link -> !link.matches("\\w+(\\.zh-CN)?\\.md"))
                // A page that exists in Chinese is linked in Chinese, and its text may be its name.
                .map(link -> link.replace(CHINESE, ".md"))
                .forEach(names::add);
        return names;
    }
}
