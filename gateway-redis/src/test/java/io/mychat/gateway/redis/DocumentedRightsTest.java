package io.mychat.gateway.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.testing.DocumentedRights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The rule in the README allows each command that the sources name, and no other. That it is enough, the other tests show:
 * those on the shared servers run under it.
 */
class DocumentedRightsTest {

    private static final Path SOURCES = Path.of("src", "main");
    /** What connecting, following a cluster and subscribing need; Jedis says it, and no source of ours. */
    private static final Set<String> CONNECTING = Set.of(
            "ping", "info", "client|setname", "cluster|slots", "asking", "wait", "subscribe", "ssubscribe", "eval");

    private static final Pattern IN_SCRIPT = Pattern.compile("redis\\.p?call\\(\\s*'([A-Za-z]+)'");
    /** Names in capitals: commands, and options of commands. */
    private static final Pattern IN_JAVA = Pattern.compile("\"([A-Z]{3,})\"");

    /** Of the inspection of servers. */
    private static final Pattern OF_JEDIS = Pattern.compile("Protocol\\.Command\\.([A-Z]+)");

    private static final Pattern IN_CALL = Pattern.compile("RedisCommand\\.(?:read|write|keyless)\\(\\s*\"([A-Z]+)\"");

    @Test
    void eachCommandOfTheSourcesIsAllowed() throws IOException {
        Set<String> needed = new TreeSet<>(CONNECTING);
        needed.addAll(named(IN_SCRIPT));
        needed.addAll(named(IN_CALL));

        assertThat(commands()).containsAll(needed);
    }

    @Test
    void nothingElseIsAllowed() throws IOException {
        Set<String> named = new TreeSet<>(CONNECTING);
        named.addAll(named(IN_SCRIPT));
        named.addAll(named(IN_JAVA));
        named.addAll(named(OF_JEDIS));

        assertThat(named).containsAll(commands());
        assertThat(DocumentedRights.rule("p:"))
                .as("no whole categories, no foreign keys and channels")
                .allMatch(word -> List.of("reset", "on").contains(word)
                        || word.startsWith("~p:")
                        || word.startsWith("&p:")
                        || word.matches("\\+[a-z|]+"));
    }

    private static List<String> commands() {
        return DocumentedRights.rule("p:").stream()
                .filter(word -> word.startsWith("+"))
                .map(word -> word.substring(1))
                .toList();
    }

    private static Set<String> named(Pattern pattern) throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(Files::isRegularFile)
                    .flatMap(file -> pattern.matcher(text(file)).results())
                    .map(MatchResult::group)
                    .map(match -> pattern.matcher(match).replaceAll("$1").toLowerCase(Locale.ROOT))
                    .collect(Collectors.toSet());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
