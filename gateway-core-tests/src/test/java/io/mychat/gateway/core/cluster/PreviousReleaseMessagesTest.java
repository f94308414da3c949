package io.mychat.gateway.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Messages of the previous release are read, one of each kind. The file is made again when a release is out, by {@link
 * #main}, never to make this test pass.
 */
class PreviousReleaseMessagesTest {

    private static final String FILE = "/cluster/previous-release-messages.jsonl";

    private static final List<ClusterMessage> ONE_OF_EACH_KIND = List.of(
            new ClusterMessage.Lost("s-1", 7, 4410, "kicked", true, null),
            new ClusterMessage.NewLogin(
                    List.of("s-1", "s-2"), "张伟", "web", "w", "192.0.2.1", "2025-01-08T10:30:00.000Z"),
            new ClusterMessage.Push(-5, "alice", "web", null, "{\"hello\":\"世界\"}"),
            new ClusterMessage.Pushed(-5, 2),
            new ClusterMessage.Count(9),
            new ClusterMessage.Counted(9, 12, 10, Map.of("web", 4)),
            new ClusterMessage.Account(3, "alice", "Alice", List.of("admin"), "f00"),
            new ClusterMessage.AccountAdopted(3),
            new ClusterMessage.Status(11),
            new ClusterMessage.StatusReport(11, 640, true, "wss://n1.example/ws"),
            new ClusterMessage.Move(12, 500, 140, 20, List.of(new MoveOrder.Room("wss://n2.example/ws", 140))),
            new ClusterMessage.Moving(12, 140),
            new ClusterMessage.BansChanged(),
            new ClusterMessage.Trace(13, "message", "m-1", "alice", "dm:alice:bob", 300_000),
            new ClusterMessage.Traced(13, List.of(), 0),
            new ClusterMessage.HasTaken(14, "alice", "e-1", 70),
            new ClusterMessage.Taken(14, true),
            new ClusterMessage.Left("alice", "e-1", 3, 70));

    private final ClusterCodec codec = new ClusterCodec();

    /** Writes the file that is its argument. */
    public static void main(String[] args) throws IOException {
        ClusterCodec codec = new ClusterCodec();
        Files.write(
                Path.of(args[0]),
                ONE_OF_EACH_KIND.stream()
                        .map(message -> new String(codec.encode(message), StandardCharsets.UTF_8))
                        .toList());
    }

    private static List<String> lines() throws IOException {
        String file = System.getProperty("messages.write", "");
        if (!file.isEmpty()) {
            main(new String[] {file});
            return Files.readAllLines(Path.of(file));
        }
        try (InputStream in = Objects.requireNonNull(PreviousReleaseMessagesTest.class.getResourceAsStream(FILE))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private ClusterMessage read(String line) {
        return codec.decode(line.getBytes(StandardCharsets.UTF_8)).orElseThrow(() -> new AssertionError(line));
    }

    @Test
    void eachKindIsReadAsItWasMeant() throws IOException {
        assertThat(lines().stream().map(this::read)).containsExactlyElementsOf(ONE_OF_EACH_KIND);
        assertThat(ONE_OF_EACH_KIND.stream().map(Object::getClass))
                .as("a kind of this release that the file lacks is listed here, until the file is made again")
                .containsExactlyInAnyOrderElementsOf(Stream.of(ClusterMessage.class
                                .getAnnotation(JsonSubTypes.class)
                                .value())
                        .<Class<?>>map(JsonSubTypes.Type::value)
                        .toList());
    }

    @Test
    void whatOnlyTheNextReleaseKnowsIsIgnored() throws IOException {
        List<String> newer = lines().stream()
                .map(line -> line.replaceFirst("\"v\":1}$", "\"v\":2,\"colour\":\"red\",\"more\":[{\"a\":null}]}"))
                .toList();

        assertThat(newer).allMatch(line -> line.contains("\"colour\""));
        assertThat(newer.stream().map(this::read)).containsExactlyElementsOf(ONE_OF_EACH_KIND);
        for (String unknown : Arrays.asList(
                "{\"v\":1,\"type\":\"teleport\",\"id\":1}",
                "{\"v\":3,\"type\":\"count\",\"id\":1}",
                "{\"v\":1,\"id\":1}")) {
            assertThat(codec.decode(unknown.getBytes(StandardCharsets.UTF_8)))
                    .as(unknown)
                    .isEmpty();
        }
    }
}
