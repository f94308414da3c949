package io.mychat.gateway.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of commands, and that the READMEs and the rest of the core say the same. Runs in the module's own directory. */
class CommandTest {

    private static final Path ROOT = Path.of("..");
    private static final Path SOURCES =
            Path.of("..", "gateway-core", "src", "main", "java", "io", "mychat", "gateway", "core");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d{4}) \\|.*\\|$");

    @Test
    void everyNumberAndEveryHandlerIsThereOnce() {
        assertThat(Command.values()).extracting(Command::number).doesNotHaveDuplicates();
        assertThat(Command.fromClients()).extracting(Command::handler).doesNotHaveDuplicates();
    }

    @Test
    void everyCommandLiesInAReservedRange() {
        assertThat(ids(number -> Command.isTaken(number) || isReplaceable(number)))
                .containsAll(numbers(Arrays.stream(Command.values())));
    }

    @Test
    void reservedRangesAreThoseOfTheMessages() {
        assertThat(Command.RESERVED_IDS).isEqualTo(ranges(number -> Command.isTaken(number) || isReplaceable(number)));
        assertThat(Command.FIXED_IDS).isEqualTo(ranges(number -> Command.isFixed(number, number)));
        assertThat(Command.SERVER_IDS).isEqualTo(ranges(number -> Command.isSentByGateway(number, number)));
        assertThat(Command.REPLACEABLE_IDS).isEqualTo("2001 and 2002");
    }

    @Test
    void sendingAndHistoryMayBeReplaced() {
        assertThat(Command.values())
                .filteredOn(Command::isReplaceable)
                .containsExactly(Command.MESSAGE_SEND, Command.MESSAGE_HISTORY)
                .noneMatch(command -> Command.isTaken(command.number()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.zh-CN.md"})
    void readmeTablesListTheCommands(String readme) throws IOException {
        List<String> tables = tables(Files.readString(ROOT.resolve(readme)));

        assertThat(rows(tables.get(0))).isEqualTo(numbers(Command.fromClients().stream()));
        assertThat(rows(tables.get(1)))
                .isEqualTo(numbers(Arrays.stream(Command.values()).filter(Command::isFromServer)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.zh-CN.md"})
    void readmeNamesTheReservedRanges(String readme) throws IOException {
        List<String> ranges = List.of(Command.RESERVED_IDS.split(", | and "));

        assertThat(Files.readString(ROOT.resolve(readme)).lines())
                .anySatisfy(line -> assertThat(line).contains(ranges).contains("2001", "2002"));
    }

    @Test
    void noOtherFileSpellsANumber() throws IOException {
        Pattern number =
                Pattern.compile("\\b(" + String.join("|", numbers(Arrays.stream(Command.values()))) + ")L?\\b");
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Path> spelling = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> number.matcher(code(file)).find())
                    .map(Path::getFileName)
                    .toList();

            // 1005 and 1006 are close codes there.
            assertThat(spelling).containsExactlyInAnyOrder(Path.of("Command.java"), Path.of("EventCounts.java"));
        }
    }

    /** A source without its comments and texts. */
    private static String code(Path file) {
        try {
            return Files.readString(file)
                    .replaceAll("(?s)/\\*.*?\\*/", "")
                    .replaceAll("\"(?:\\\\.|[^\"\\\\\\n])*+\"", "\"\"")
                    .replaceAll("//.*", "");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The tables whose first column is a command. */
    private static List<String> tables(String readme) {
        return Arrays.stream(readme.split("\n\n", -1))
                .filter(block -> block.startsWith("| cmd_id |"))
                .toList();
    }

    private static List<String> rows(String table) {
        return ROW.matcher(table).results().map(row -> row.group(1)).toList();
    }

    private static List<String> numbers(Stream<Command> commands) {
        return commands.map(Command::number).map(String::valueOf).toList();
    }

    private static List<String> ids(Predicate<Long> reserved) {
        return Stream.iterate(1L, number -> number < 10_000, number -> number + 1)
                .filter(reserved)
                .map(String::valueOf)
                .toList();
    }

    private static boolean isReplaceable(long number) {
        return Arrays.stream(Command.values())
                .anyMatch(command -> command.isReplaceable() && command.number() == number);
    }

    /** Ids as people write them: {@code 1-5, 7-9 and 12-14}. */
    private static String ranges(Predicate<Long> reserved) {
        StringBuilder text = new StringBuilder();
        for (long number = 1; number < 10_000; number++) {
            if (reserved.test(number) && !reserved.test(number - 1)) {
                text.append(text.isEmpty() ? "" : ", ").append(number).append('-');
            } else if (!reserved.test(number) && reserved.test(number - 1)) {
                text.append(number - 1);
            }
        }
        Matcher lastComma = Pattern.compile(", (?!.*, )").matcher(text);
        return lastComma.replaceFirst(" and ");
    }
}
