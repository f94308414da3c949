package io.mychat.gateway.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check of a release, on a repository with one artifact. Instead of gpg there is a program that accepts every signature. */
class StagedRepositoryTest {

    private static final String POM = """
            <project><groupId>io.mychat.gateway</groupId><artifactId>gateway-spi</artifactId><version>1.0.0</version>
            <name>SPI</name><description>d</description><url>u</url>
            <licenses><license><name>n</name><url>u</url></license></licenses>
            <developers><developer><name>n</name></developer></developers>
            <scm><connection>c</connection><developerConnection>c</developerConnection><url>u</url></scm>
            </project>
            """;

    @TempDir
    private Path root;

    private Path directory;

    @BeforeEach
    void stage() throws Exception {
        directory = Files.createDirectories(root.resolve("io/mychat/gateway/gateway-spi/1.0.0"));
        publish(".pom", POM.getBytes(StandardCharsets.UTF_8));
        for (Map.Entry<String, String> jar : Map.of(
                        ".jar", "a/A.class", "-sources.jar", "a/A.java", "-javadoc.jar", "index.html")
                .entrySet()) {
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file(jar.getKey())))) {
                out.putNextEntry(new ZipEntry(jar.getValue()));
            }
            publish(jar.getKey(), Files.readAllBytes(file(jar.getKey())));
        }
    }

    @Test
    void aWholeArtifactHasNoFault() throws IOException {
        assertThat(faults()).isEmpty();
    }

    @Test
    void missingElementsOfAPomAreNamed() throws Exception {
        publish(".pom", POM.replaceAll("<(description|scm)>.*</\\1>", "").getBytes(StandardCharsets.UTF_8));

        assertThat(faults())
                .extracting(fault -> fault.substring(fault.indexOf(' ') + 1))
                .containsExactly(
                        "has no description",
                        "has no scm/connection",
                        "has no scm/developerConnection",
                        "has no scm/url");
    }

    @Test
    void aPomOfThisBuildIsAFault() throws Exception {
        String parent = "<parent/><dependencies><dependency><artifactId>x</artifactId><version>1-SNAPSHOT</version>"
                + "<scope>test</scope></dependency></dependencies></project>";
        publish(".pom", POM.replace("</project>", parent).getBytes(StandardCharsets.UTF_8));

        assertThat(faults())
                .hasSize(3)
                .anySatisfy(fault -> assertThat(fault).endsWith("has parent"))
                .anySatisfy(fault -> assertThat(fault).endsWith("depends on x in the version '1-SNAPSHOT'"))
                .anySatisfy(fault -> assertThat(fault).endsWith("depends on x in the scope test"));
    }

    @Test
    void aMissingSignatureIsAFault() throws IOException {
        Files.delete(file(".jar.asc"));

        assertThat(faults()).singleElement().asString().endsWith("gateway-spi-1.0.0.jar has no signature");
    }

    @Test
    void aSignatureOfOtherBytesIsAFault() throws IOException {
        assertThat(new StagedRepository(root, new FileProofs("false")).faults(Set.of("gateway-spi")))
                .hasSize(4)
                .allSatisfy(fault -> assertThat(fault).endsWith("does not have a valid signature"));
    }

    @Test
    void changedBytesAreAFault() throws IOException {
        Files.writeString(file(".pom"), "<!-- -->", StandardOpenOption.APPEND);

        assertThat(faults()).hasSize(2).allSatisfy(fault -> assertThat(fault).contains("does not have the"));
    }

    @Test
    void anEmptyJavadocIsAFault() throws Exception {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file("-javadoc.jar")))) {
            out.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
        }
        publish("-javadoc.jar", Files.readAllBytes(file("-javadoc.jar")));

        assertThat(faults()).singleElement().asString().endsWith("has no index.html");
    }

    @Test
    void aJarOfTestsIsNotToBePublished() throws IOException {
        Files.writeString(file("-tests.jar"), "");

        assertThat(faults()).singleElement().asString().endsWith("is not to be published");
    }

    @Test
    void aMissingArtifactIsAFault() throws IOException {
        assertThat(new StagedRepository(root, new FileProofs("true")).faults(Set.of("gateway-spi", "gateway-core")))
                .singleElement()
                .asString()
                .contains("to be published are [gateway-core, gateway-spi]");
    }

    private List<String> faults() throws IOException {
        return new StagedRepository(root, new FileProofs("true")).faults(Set.of("gateway-spi"));
    }

    private Path file(String ending) {
        return directory.resolve("gateway-spi-1.0.0" + ending);
    }

    private void publish(String ending, byte[] content) throws Exception {
        Files.write(file(ending), content);
        Files.writeString(file(ending + ".asc"), "");
        for (Map.Entry<String, String> checksum :
                Map.of(".md5", "MD5", ".sha1", "SHA-1").entrySet()) {
            Files.writeString(
                    file(ending + checksum.getKey()),
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance(checksum.getValue())
                                    .digest(content)));
        }
    }
}
