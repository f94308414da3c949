package io.mychat.gateway.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.PackageMatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a user of the library finds at a public type. */
class PublicTypesTest {

    private static final Pattern PUBLIC_TYPE =
            Pattern.compile("(?m)^public (?:[a-z-]+ )*(?:class|interface|record|enum) ");
    private static final Pattern SINCE = Pattern.compile("(?m)^ \\* @since \\d+\\.\\d+\\.\\d+$");

    @Test
    void everyPublicTypeSaysSinceWhen() throws IOException {
        List<String> silent = new ArrayList<>();
        int types = 0;
        for (SourcePackage room : new SourceTree().packages().values()) {
            if (Stream.of(Production.API)
                    .noneMatch(api -> PackageMatcher.of(api).matches(room.name()))) {
                continue;
            }
            for (Path file : SourceTree.javaFiles(room.directory())) {
                String text = Files.readString(file);
                if (PUBLIC_TYPE.matcher(text).find()) {
                    types++;
                    if (!SINCE.matcher(text).find()) {
                        silent.add(room.name() + "/" + file.getFileName());
                    }
                }
            }
        }
        assertThat(types).isGreaterThan(200);
        assertThat(silent).as("without @since, which is the next release").isEmpty();
    }
}
