package io.mychat.gateway.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {

    private static final Pattern LIBRARY = Pattern.compile("\\(([\\w.-]+):([\\w.-]+):([\\w.-]+) - ");
    /** Modules that a library brings within its own jar, by name. */
    private static final Map<String, String> BUNDLED_IN = Map.of(
            "angus-core", "angus-mail",
            "gson", "nimbus-jose-jwt",
            "imap", "angus-mail",
            "jcip-annotations", "nimbus-jose-jwt",
            "logging-mailhandler", "angus-mail",
            "pop3", "angus-mail",
            "smtp", "angus-mail");

    private static final Pattern LICENCE = Pattern.compile("^ +\\((.+?)\\)");

    @TempDir
    static Path home;

    @BeforeAll
    static void unpack() throws IOException, InterruptedException {
        CommandResult.outputOf(
                home, "tar", "xzf", Installation.archive(".tar.gz").toString(), "--strip-components=1");
    }

    @Test
    void itHoldsWhatAnOperatorNeeds() {
        assertThat(List.of(
                        "LICENSE",
                        "bin/gateway",
                        "lib/gateway-standalone.jar",
                        "conf/gateway_config.json",
                        "conf/platform_strategy.json",
                        "conf/router_config.json",
                        "conf/users.json",
                        "conf/gateway.env",
                        "plugins/README.txt",
                        "licences/README.txt",
                        "licences/THIRD-PARTY.txt",
                        "licences/sbom.cdx.json",
                        "share/man/man1/gateway.1",
                        "share/schema/gateway_config.schema.json"))
                .allSatisfy(name -> assertThat(home.resolve(name)).isNotEmptyFile());
        assertThat(home.resolve("bin/gateway")).isExecutable();
    }

    @Test
    void othersCannotReadTheSecrets() throws IOException {
        assertThat(permissions(home.resolve("conf"))).isEqualTo("rwxr-x---");
        assertThat(permissions(home.resolve("conf/gateway.env"))).isEqualTo("rw-r-----");
        assertThat(permissions(home.resolve("conf/users.json"))).isEqualTo("rw-r-----");
    }

    @Test
    void bothArchivesHoldTheSame() throws IOException, InterruptedException {
        Set<String> tar = CommandResult.outputOf(
                        home, "tar", "tzf", Installation.archive(".tar.gz").toString())
                .lines()
                .filter(name -> !name.endsWith("/"))
                .collect(Collectors.toCollection(TreeSet::new));
        try (ZipFile zip = new ZipFile(Installation.archive(".zip").toFile())) {
            Set<String> entries = new TreeSet<>();
            zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .forEach(entries::add);

            assertThat(entries).isEqualTo(tar);
        }
    }

    /** Those under MIT want their copyright notice beside the text, those under another licence its text. */
    @Test
    void everyLibraryHasItsLicence() throws IOException {
        String mit = Files.readString(home.resolve("licences/MIT.txt"));
        List<String> lines = Files.readString(home.resolve("licences/THIRD-PARTY.txt"))
                .lines()
                .filter(line -> LIBRARY.matcher(line).find())
                .toList();

        assertThat(lines).hasSizeGreaterThan(20);
        assertThat(lines).allSatisfy(line -> {
            MatchResult library = LIBRARY.matcher(line).results().findFirst().orElseThrow();
            MatchResult licence = LICENCE.matcher(line).results().findFirst().orElseThrow();
            Path own =
                    home.resolve("licences/" + library.group(2) + "-" + library.group(3) + "-jar/META-INF/LICENSE.txt");
            switch (licence.group(1)) {
                case "Apache-2.0" -> assertThat(home.resolve("LICENSE")).exists();
                case "EDL-1.0" ->
                    assertThat(home.resolve("licences/EDL-1.0.txt")).exists();
                case "EPL-2.0" ->
                    assertThat(home.resolve("licences/EPL-2.0.txt")).exists();
                case "Public Domain" -> assertThat(line).contains("org.json");
                case "MIT" ->
                    assertThat(Files.exists(own) || mit.contains("\n" + library.group(2) + " "))
                            .as("notice of %s", library.group(2))
                            .isTrue();
                default ->
                    assertThat(licence.group(1)).as("licence of %s", line).isEmpty();
            }
        });
    }

    /** The list comes from the build's dependencies; the jar says what it really holds. */
    @Test
    void theListsNameWhatTheJarHolds() throws IOException {
        String list = Files.readString(home.resolve("licences/THIRD-PARTY.txt"));
        JsonNode sbom = JsonMapper.builder()
                .build()
                .readTree(home.resolve("licences/sbom.cdx.json").toFile());
        Set<String> packages = new TreeSet<>();
        sbom.path("components")
                .forEach(component -> packages.add(component.path("name").asText()));
        Pattern properties = Pattern.compile("META-INF/maven/([\\w.-]+)/([\\w.-]+)/pom\\.properties");
        Set<String> held;
        try (ZipFile jar =
                new ZipFile(home.resolve("lib/gateway-standalone.jar").toFile())) {
            held = jar.stream()
                    .map(entry -> properties.matcher(entry.getName()))
                    .filter(found -> found.matches() && !found.group(1).equals("io.mychat.gateway"))
                    .map(found -> BUNDLED_IN.getOrDefault(found.group(2), found.group(2)))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        assertThat(held).contains("undertow-core", "jedis", "jackson-databind");
        assertThat(held).allSatisfy(name -> assertThat(list).contains(":" + name + ":"));
        assertThat(packages).containsAll(held).contains("gateway-core");
        assertThat(packages).doesNotContain("junit-jupiter", "assertj-core");
    }

    /** What scanners look up: each library by its version, its content and its licence. */
    @Test
    void theBillOfMaterialsIsComplete() throws IOException {
        JsonNode sbom = JsonMapper.builder()
                .build()
                .readTree(home.resolve("licences/sbom.cdx.json").toFile());

        assertThat(sbom.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(sbom.path("components")).hasSizeGreaterThan(30).allSatisfy(component -> {
            String name = component.path("name").asText();
            String version = component.path("version").asText();
            assertThat(version).as("version of %s", name).isNotEmpty();
            assertThat(component.path("purl").asText()).contains("/" + name + "@" + version);
            assertThat(component.path("licenses")).as("licence of %s", name).isNotEmpty();
            assertThat(component.path("hashes").findValuesAsText("alg"))
                    .as("hashes of %s", name)
                    .contains("SHA-256");
        });
        assertThat(sbom.path("dependencies")).isNotEmpty();
    }

    @Test
    void theManualHasEveryCommand() throws IOException, InterruptedException {
        String manual =
                Files.readString(home.resolve("share/man/man1/gateway.1")).replace("\\-", "-");
        String usage = CommandResult.of(home, Map.of(), "bin/gateway", "help").output();
        List<String> commands = Pattern.compile("(?m)^  ([a-z-]+) ")
                .matcher(usage)
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(commands).contains("run", "status", "reload", "drain", "check", "hash-password", "version");
        assertThat(commands).allSatisfy(command -> assertThat(manual).contains("\n.B " + command + "\n"));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
