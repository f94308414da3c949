package io.mychat.gateway.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.mychat.gateway.core.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * docs/configuration.md, its Chinese page and docs/schema are what the schemas say. Runs in the module's own directory; with
 * {@code -Dupdate.docs=true} it writes them.
 */
class ConfigurationReferenceTest {

    private static final Path DOCS = Path.of("..", "..", "docs");
    private static final Path CHINESE = DOCS.resolve("schema").resolve("zh-CN.json");
    private static final Path SHIPPED = Path.of("config");
    private static final boolean UPDATE = Boolean.getBoolean("update.docs");

    @ParameterizedTest
    @EnumSource(ConfigFile.class)
    void theSchemasInTheDocsAreThoseOfTheModules(ConfigFile file) throws IOException {
        Path path = DOCS.resolve("schema").resolve(file.typeName() + ".schema.json");
        String text = file.schema(SchemaKeys.modules());
        if (UPDATE) {
            Files.writeString(path, text);
        }
        assertThat(read(path)).as("run this test with -Dupdate.docs=true").isEqualTo(text);
    }

    @Test
    void everyKeyIsInTheReference() throws IOException {
        compare("configuration.md", KeyTable.ENGLISH);
    }

    @Test
    void everyKeyIsInTheChineseReference() throws IOException {
        compare("configuration.zh-CN.md", KeyTable.chinese(Translation.read(CHINESE)));
    }

    /** A description that has changed has no translation any more. */
    @Test
    void everyDescriptionIsTranslated() throws IOException {
        List<String> descriptions = Stream.of(ConfigFile.values())
                .flatMap(file -> SchemaKeys.of(file).stream())
                .map(SchemaKeys.Key::description)
                .distinct()
                .toList();
        Translation read = Translation.read(CHINESE);
        Translation translation = UPDATE ? read.of(descriptions) : read;
        if (UPDATE) {
            translation.write(CHINESE);
        }

        assertThat(descriptions).doesNotContain("");
        assertThat(descriptions)
                .as("run this test with -Dupdate.docs=true, and fill in the empty texts of %s", CHINESE.getFileName())
                .filteredOn(description -> translation.of(description).isEmpty())
                .isEmpty();
        assertThat(translation.texts()).hasSameSizeAs(descriptions);
    }

    private static void compare(String page, KeyTable table) throws IOException {
        Path path = DOCS.resolve(page);
        String text = read(path);
        String filled = text;
        for (ConfigFile file : ConfigFile.values()) {
            Matcher place = Pattern.compile("(?s)<!-- " + file.typeName() + " -->\n.*?<!-- end -->")
                    .matcher(filled);
            assertThat(place.find()).as("the place of %s", file).isTrue();
            filled = place.replaceFirst(
                    Matcher.quoteReplacement("<!-- " + file.typeName() + " -->\n" + table.of(file) + "\n<!-- end -->"));
        }
        if (UPDATE) {
            Files.writeString(path, filled);
        }
        assertThat(text).as("run this test with -Dupdate.docs=true").isEqualTo(UPDATE ? text : filled);
    }

    @ParameterizedTest
    @EnumSource(ConfigFile.class)
    void theShippedFilesAreValid(ConfigFile file) throws IOException {
        assertThat(errors(file, read(SHIPPED.resolve(file.typeName() + ".json"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "GATEWAY | {'servr': {}}",
                "GATEWAY | {'server': {'websocket_port': 65536}}",
                "GATEWAY | {'server': {'websocket_port': '8080'}}",
                "GATEWAY | {'server': {'watch_config': 1}}",
                "GATEWAY | {'logging': {'level': 'loud'}}",
                "GATEWAY | {'security': {'api_keys': [{'name': 'a'}]}}",
                "GATEWAY | {'security': {'ip_allow': '10.0.0.0/8'}}",
                "PLATFORM_STRATEGY | {}",
                "PLATFORM_STRATEGY | {'platforms': {'Web': {}}}",
                "PLATFORM_STRATEGY | {'platforms': {'web': {'max_device': 1}}}",
                "ROUTER | {'routes': {'0': {'handler': 'a'}}}",
                "ROUTER | {'routes': {'5001': {}}}",
                "ROUTER | {'routes': {'5001': {'handler': 'a', 'service': 'b'}}}",
                "ROUTER | {'services': {'a': {}}}",
            })
    void whatTheGatewayRefusesTheSchemaRefusesToo(ConfigFile file, String json) {
        assertThat(errors(file, json.replace('\'', '"'))).isNotEmpty();
    }

    @Test
    void placeholdersMayStandForAnything() {
        assertThat(errors(ConfigFile.GATEWAY, """
                {"$schema": "x", "server": {"websocket_port": "${PORT:8080}", "watch_config": "${WATCH}"},
                 "security": {"ip_allow": "${NETS}"}, "auth": {"algorithm": "${ALG:HS256}"}}""")).isEmpty();
    }

    private static List<Error> errors(ConfigFile file, String json) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaKeys.schema(file))
                .validate(json, InputFormat.JSON);
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file).replace("\r\n", "\n");
    }
}
