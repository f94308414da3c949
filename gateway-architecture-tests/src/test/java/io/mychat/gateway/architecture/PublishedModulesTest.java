package io.mychat.gateway.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What users get is what gateway-bom lists: nothing else is installed or published. */
class PublishedModulesTest {

    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Pattern OWN_ARTIFACT =
            Pattern.compile("<groupId>io\\.mychat\\.gateway</groupId>\\s*<artifactId>([^<]+)</artifactId>");
    private static final Pattern MODULE_NAME =
            Pattern.compile("<Automatic-Module-Name>(io\\.mychat\\.gateway\\.[a-z.]+)</Automatic-Module-Name>");

    @Test
    void theBomListsThePublishedModules() {
        assertThat(published())
                .hasSizeGreaterThan(10)
                .containsExactlyInAnyOrderElementsOf(modules(PublishedModulesTest::isPublished).stream()
                        .filter(module -> !module.equals("gateway-bom"))
                        .toList());
    }

    @Test
    void whatIsNotPublishedIsNotInstalledEither() {
        assertThat(pom(".")).contains("<maven.install.skip>${maven.deploy.skip}</maven.install.skip>");
        // The pom of a user, in an example, has another parent and says it itself.
        assertThat(modules(pom -> pom.contains("<artifactId>gateway-parent</artifactId>")
                        == pom.contains("<maven.install.skip>true</maven.install.skip>")))
                .isEmpty();
    }

    @Test
    void everyPublishedModuleHasADescription() {
        assertThat(published())
                .allSatisfy(module ->
                        assertThat(pom(module)).as(module).contains("<name>").contains("<description>"));
    }

    @Test
    void everyPublishedModuleHasAModuleName() {
        assertThat(published()).allSatisfy(module -> {
            Path sources = SourceTree.ROOT.resolve(module).resolve(SourceTree.MAIN);
            List<String> names = MODULE_NAME
                    .matcher(pom(module))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
            if (Files.exists(sources.resolve("module-info.java"))) {
                assertThat(names).as(module).isEmpty();
            } else {
                assertThat(names)
                        .as(module)
                        .singleElement()
                        .satisfies(name -> assertThat(sources.resolve(name.replace('.', '/')))
                                .isDirectory());
            }
        });
    }

    /** The modules that the BOM names. */
    static List<String> published() {
        String managed = pom("gateway-bom");
        return OWN_ARTIFACT
                .matcher(managed.substring(managed.indexOf("<dependencyManagement>")))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static List<String> modules(Predicate<String> condition) {
        return MODULE.matcher(pom("."))
                .results()
                .map(found -> found.group(1))
                .filter(module -> condition.test(pom(module)))
                .toList();
    }

    private static boolean isPublished(String pom) {
        return !pom.contains("<maven.deploy.skip>true</maven.deploy.skip>");
    }

    private static String pom(String module) {
        try {
            Path path = SourceTree.ROOT.resolve(module);
            return Files.readString(Files.isDirectory(path) ? path.resolve("pom.xml") : path);
        } catch (IOException problem) {
            throw new AssertionError(module + " has no pom.xml", problem);
        }
    }
}
