package io.mychat.gateway.spi.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SettingFilesTest {

    @TempDir
    private Path directory;

    @Test
    void aDigestIsThatOfTheContent() throws IOException {
        Path one = Files.writeString(directory.resolve("one"), "content");
        Path same = Files.writeString(directory.resolve("same"), "content");
        Files.setLastModifiedTime(same, FileTime.fromMillis(0));
        Path other = Files.writeString(directory.resolve("other"), "Content");

        assertThat(SettingFiles.digest(same)).isEqualTo(SettingFiles.digest(one));
        assertThat(SettingFiles.digest(other)).isNotEqualTo(SettingFiles.digest(one));
        assertThat(SettingFiles.digest(directory.resolve("none")))
                .isNotEqualTo(SettingFiles.digest(directory))
                .isNotEqualTo(SettingFiles.digest(one));
    }

    /** To read it would take far longer than a test may. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aHugeFileIsNotReadToSeeThatItHasChanged() throws IOException {
        Path huge = directory.resolve("huge");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(100L << 30);
        }
        Files.setLastModifiedTime(huge, FileTime.fromMillis(1));
        String before = SettingFiles.digest(huge);

        assertThat(SettingFiles.digest(huge)).isEqualTo(before);
        Files.setLastModifiedTime(huge, FileTime.fromMillis(2));
        assertThat(SettingFiles.digest(huge)).isNotEqualTo(before);
    }
}
