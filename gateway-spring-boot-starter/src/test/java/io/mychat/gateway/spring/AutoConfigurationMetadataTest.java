package io.mychat.gateway.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigureAfter;
import org.springframework.boot.autoconfigure.AutoConfigureBefore;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;

/**
 * Spring Boot orders and skips auto-configurations by a file, so that a start does not read their classes. A class that
 * the file forgets costs time; a condition that it forgets, too; and an order that it forgets is not kept.
 */
class AutoConfigurationMetadataTest {

    private static final Path RESOURCES = Path.of("../gateway-spring-boot-starter/src/main/resources/META-INF");

    @Test
    void theFileHasTheAnnotations() throws Exception {
        List<String> types = Files.readAllLines(
                RESOURCES.resolve("spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports"));
        Properties expected = new Properties();
        for (String type : types) {
            MergedAnnotations annotations = MergedAnnotations.from(Class.forName(type));
            expected.setProperty(type, "");
            put(
                    expected,
                    type,
                    "AutoConfigureBefore",
                    names(annotations.get(AutoConfigureBefore.class), "value", "name"));
            put(
                    expected,
                    type,
                    "AutoConfigureAfter",
                    names(annotations.get(AutoConfigureAfter.class), "value", "name"));
            put(
                    expected,
                    type,
                    "ConditionalOnClass",
                    names(annotations.get(ConditionalOnClass.class), "value", "name"));
            put(expected, type, "ConditionalOnBean", names(annotations.get(ConditionalOnBean.class), "value", "type"));
            MergedAnnotation<ConditionalOnWebApplication> web = annotations.get(ConditionalOnWebApplication.class);
            if (web.isPresent()) {
                expected.setProperty(
                        type + ".ConditionalOnWebApplication",
                        web.synthesize().type().name());
            }
        }

        assertThat(types).isNotEmpty();
        assertThat(written()).isEqualTo(expected);
    }

    private static Properties written() throws IOException {
        Properties written = new Properties();
        try (InputStream file = Files.newInputStream(RESOURCES.resolve("spring-autoconfigure-metadata.properties"))) {
            written.load(file);
        }
        return written;
    }

    private static void put(Properties expected, String type, String annotation, String names) {
        if (!names.isEmpty()) {
            expected.setProperty(type + "." + annotation, names);
        }
    }

    /** The names of classes in both attributes, as Spring Boot's own tool writes them. */
    private static String names(MergedAnnotation<?> annotation, String classes, String texts) {
        return annotation.isPresent()
                ? Stream.concat(
                                Arrays.stream(annotation.getClassArray(classes)).map(Class::getName),
                                Arrays.stream(annotation.getStringArray(texts)))
                        .sorted()
                        .collect(Collectors.joining(","))
                : "";
    }
}
