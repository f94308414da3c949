package io.mychat.gateway.architecture;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/glossary.md}: few words, short, and true; and every component of the specification is findable. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GlossaryTest {

    private static final Path GLOSSARY = SourceTree.ROOT.resolve("docs/glossary.md");
    private static final int MOST_WORDS = 40;
    private static final int MOST_SENTENCES = 2;
    /** A class as the glossary names it: {@code core.auth.AuthManager}, {@code redis.client.RedisSettings.Pool}. */
    private static final Pattern CLASS = Pattern.compile("`((?:[a-z]\\w*\\.)+[A-Z]\\w*)((?:\\.[A-Z]\\w*)?)`");

    private static final Pattern CODE = Pattern.compile("`[^`]*`");
    private static final Pattern SENTENCE_END = Pattern.compile("[.?!](?= |$)");
    private static final String COMPONENTS = "## The specification's components";

    private final SourceTree tree;
    private final String text;

    GlossaryTest() throws IOException {
        tree = new SourceTree();
        text = Files.readString(GLOSSARY);
    }

    @Test
    void itHasAtMostFortyWordsOfTwoSentences() {
        List<String[]> words = rows(text.substring(0, text.indexOf(COMPONENTS)));

        assertThat(words)
                .hasSizeBetween(1, MOST_WORDS)
                .allSatisfy(row -> assertThat(sentences(row[1])).as(row[0]).isBetween(1L, (long) MOST_SENTENCES));
    }

    @Test
    void itsWordsAreSorted() {
        assertThat(rows(text.substring(0, text.indexOf(COMPONENTS))))
                .extracting(row -> row[0].toLowerCase(Locale.ROOT).replace('_', ' '))
                .isSorted();
    }

    @Test
    void everyClassItNamesExists() {
        List<MatchResult> named = CLASS.matcher(text).results().toList();

        assertThat(named)
                .isNotEmpty()
                .allSatisfy(
                        found -> assertThat(javadoc(found)).as(found.group()).isPresent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GatewayServer",
                "ConnectionManager",
                "MultiPlatformAuthManager",
                "MessageProcessor",
                "CoroMessageProcessor",
                "MessageParser",
                "RouterManager",
                "AuthManager",
                "UnifiedMessage",
                "ConfigManager",
                "LogManager",
                "RedisManager",
                "WebSocketServer",
                "HttpServer",
                "IOServicePool",
                "RedisPoolConfig",
                "MessagePool",
                "CoroProcessingOptions",
                "AuthenticationCache",
                "MessageSensitivity"
            })
    void everyComponentOfTheSpecificationIsFindable(String component) {
        Pattern word = Pattern.compile("\\b" + component + "\\b");
        List<String[]> rows = rows(text.substring(text.indexOf(COMPONENTS))).stream()
                .filter(row -> word.matcher(row[0]).find())
                .toList();

        assertThat(rows).as("rows of the glossary for " + component).hasSize(1);
        String place = rows.get(0)[1];
        if (!place.startsWith("none: ")) {
            assertThat(CLASS.matcher(place).results())
                    .as("first sentences of %s", place)
                    .anySatisfy(found -> assertThat(javadoc(found).map(GlossaryTest::firstSentence))
                            .hasValueSatisfying(sentence -> assertThat(sentence).containsPattern(word)));
        }
    }

    private static List<String[]> rows(String table) {
        return table.lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| ---"))
                .skip(1)
                .map(line -> line.substring(2, line.length() - 2).split(" \\| ", -1))
                .toList();
    }

    private static long sentences(String meaning) {
        return SENTENCE_END
                .matcher(CODE.matcher(meaning).replaceAll("x"))
                .results()
                .count();
    }

    /** The Javadoc of a class that the glossary names; empty when there is no such class. */
    private Optional<String> javadoc(MatchResult named) throws IOException {
        String name = Production.ROOT + "." + named.group(1);
        Path file = tree.file(name);
        if (file == null) {
            return Optional.empty();
        }
        String nested = named.group(2);
        String simple = nested.isEmpty() ? name.substring(name.lastIndexOf('.') + 1) : nested.substring(1);
        String source = Files.readString(file);
        return Pattern.compile("(?:class|interface|record|enum) " + simple + "\\b")
                .matcher(source)
                .results()
                .findFirst()
                .map(found -> source.substring(source.lastIndexOf("/**", found.start()), found.start()));
    }

    private static String firstSentence(String javadoc) {
        String flat =
                Stream.of(javadoc.split("\\s*\n\\s*\\*?\\s*|/\\*\\*\\s*", -1)).collect(joining(" "));
        return flat.split("[.](?=\\s|$)|<p>", 2)[0];
    }
}
