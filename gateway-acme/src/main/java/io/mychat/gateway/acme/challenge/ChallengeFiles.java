package io.mychat.gateway.acme.challenge;

import io.mychat.gateway.acme.file.StateFiles;
import io.mychat.gateway.acme.file.StateFiles.Readers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The answers to the challenges that are open, one file for each token. As files, every gateway that shares the
 * directory answers, whichever of them the authority reaches. Thread-safe.
 */
public final class ChallengeFiles {

    /** RFC 8555, 8.3: base64url. No such name leaves the directory. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private static final int MAX_BYTES = 512;
    private static final Duration KEPT = Duration.ofDays(1);

    private final Path directory;

    public ChallengeFiles(Path directory) {
        this.directory = directory;
    }

    /** Also removes what a crash has left behind. Blocks. */
    public void publish(String token, String answer) throws IOException {
        if (!isToken(token)) {
            throw new IOException("the authority's token is not base64url");
        }
        StateFiles.createDirectories(directory, Readers.EVERYBODY);
        removeOld();
        StateFiles.write(directory.resolve(token), answer, Readers.EVERYBODY);
    }

    private void removeOld() throws IOException {
        FileTime limit = FileTime.from(Instant.now().minus(KEPT)); // of the file system, not of the gateway
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).compareTo(limit) < 0) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** Blocks. */
    public void withdraw(String token) throws IOException {
        if (isToken(token)) {
            Files.deleteIfExists(directory.resolve(token));
        }
    }

    /** The answer for a token, which a stranger names. Blocks. */
    public Optional<String> find(String token) {
        if (!isToken(token)) {
            return Optional.empty();
        }
        Path file = directory.resolve(token);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(new String(in.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }
}
