package io.mychat.gateway.test;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the documents show is what is compiled and run here. Runs in the module's own directory. */
class DocumentationTest {

    private static final Path TESTS = Path.of("src/test/java/io/mychat/gateway/test");
    private static final List<Path> PAGES = List.of(
            Path.of("README.md"),
            Path.of("README.zh-CN.md"),
            Path.of("../docs/testing.md"),
            Path.of("../docs/testing.zh-CN.md"));
    private static final Pattern TAGGED = Pattern.compile("// tag::greeting\\[]\n(.*)\n// end::", Pattern.DOTALL);

    @Test
    void theHandlersTestIsTheOneOfTheDocuments() throws IOException {
        String code = TAGGED.matcher(Files.readString(TESTS.resolve("sample/GreetingTest.java")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        for (Path page : PAGES) {
            assertTrue(Files.readString(page).contains("```java\n" + code + "\n```\n"), page::toString);
        }
    }

    @Test
    void theClustersTestIsTheOneOfTheDocuments() throws IOException {
        String test = Files.readString(TESTS.resolve("ClusterTest.java")).replaceAll("\\s+", "");
        for (Path page : PAGES.subList(2, 4)) {
            String text = Files.readString(page);
            String code = text.substring(text.indexOf("@GatewayTest(nodes = 2)"));
            String shown = code.substring(0, code.indexOf("```")).replaceAll("\\s+", "");
            assertTrue(test.contains(shown.substring(0, shown.length() - 1)), page::toString);
        }
    }
}
