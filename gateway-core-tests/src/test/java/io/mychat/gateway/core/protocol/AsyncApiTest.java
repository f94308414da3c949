package io.mychat.gateway.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mychat.gateway.contract.FrameContract;
import io.mychat.gateway.core.testing.TestGateway;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code GET /api/asyncapi.json} describes the commands of the table, and nothing else. Each frame that a client of this
 * module's tests receives is compared with it, see {@link FrameContract}. With {@code -Dupdate.docs=true} this test writes
 * the file that clients' types are made from.
 */
class AsyncApiTest {

    private static final Path FILE = Path.of("..", "docs", "schema", "asyncapi.json");
    private static final String VALID_TIME = "\"timestamp\":\"2026-11-23T11:23:51.768Z\"";

    private final JsonNode document;
    private final FrameContract contract = new FrameContract();

    AsyncApiTest() throws IOException {
        document = new ObjectMapper().readTree(AsyncApi.document());
    }

    @Test
    void everyCommandHasItsOperationAndNothingElseHas() throws IOException {
        Set<String> commands = new TreeSet<>();
        for (Command command : Command.values()) {
            commands.add(nameOf(command));
        }

        assertThat(names(document.path("operations"))).isEqualTo(commands);
        try (InputStream parts = AsyncApi.class.getResourceAsStream("asyncapi-parts.json")) {
            assertThat(names(new ObjectMapper()
                            .readTree(Objects.requireNonNull(parts))
                            .path("commands")))
                    .isEqualTo(commands);
        }
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> references = document.findValuesAsText("$ref");

        assertThat(references).hasSizeGreaterThan(100).allSatisfy(reference -> {
            JsonNode target = document.at(reference.substring(1));
            assertThat(target.isMissingNode()).as(reference).isFalse();
        });
        Set<String> used = new TreeSet<>(references);
        assertThat(names(document.at("/components/schemas")))
                .allSatisfy(name -> assertThat(used).contains("#/components/schemas/" + name));
    }

    @Test
    void theGatewayServesTheDocumentInTheRepository() throws IOException {
        String served;
        try (TestGateway gateway = TestGateway.start()) {
            served = new String(gateway.http.get("/api/asyncapi.json", Map.of()).body(), StandardCharsets.UTF_8);
        }

        if (Boolean.getBoolean("update.docs")) {
            Files.writeString(FILE, served + "\n");
        }
        assertThat(Files.readString(FILE))
                .as("run this test with -Dupdate.docs=true")
                .isEqualTo(served + "\n");
    }

    /** Lines of the documents: {@code > {…}} of a client and {@code < {…}} of the gateway. */
    @Test
    void theExamplesOfTheDocumentsAreAsDescribed() throws IOException {
        int examples = 0;
        for (Path file : documents()) {
            for (String line : Files.readAllLines(file)) {
                if (line.matches("[<>] \\{.*}")) {
                    String frame = line.substring(2)
                            .replace("\"timestamp\":\"…\"", VALID_TIME)
                            .replace("…", "0");
                    if (line.startsWith("<")) {
                        contract.check(frame);
                    } else {
                        contract.checkRequest(frame);
                    }
                    examples++;
                }
            }
        }
        assertThat(examples).isGreaterThan(30);
    }

    private static String nameOf(Command command) {
        return command.isFromServer() ? command.name().toLowerCase(Locale.ROOT) : command.handler();
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(Path.of("..", "README.md"), Path.of("..", "README.zh-CN.md")));
        try (Stream<Path> files = Files.list(Path.of("..", "docs"))) {
            files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.getFileName().toString().startsWith("conformance.")) // speaks to an adapter
                    .forEach(documents::add);
        }
        return documents;
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
