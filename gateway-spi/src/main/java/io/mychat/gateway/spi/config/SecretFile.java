package io.mychat.gateway.spi.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;

/**
 * Checks the permissions of a file that holds a secret.
 *
 * @since 0.1.0
 */
public final class SecretFile {

    /** The text of the warning. */
    public static final String WARNING = "can be read by every user of this machine, and holds a secret: chmod o-rwx";

    private SecretFile() {}

    /**
     * Whether users other than the owner and the group can read the file; false when the permissions are unknown.
     * Blocks.
     */
    public static boolean isOpenToOthers(Path file) {
        try {
            PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            return view != null && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | SecurityException e) {
            return false;
        }
    }
}
