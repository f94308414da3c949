package io.mychat.gateway.spi.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;

/** A file that holds a secret, and who may read it. */
public final class SecretFile {

    /** What is wrong and what to do, for a warning. */
    public static final String WARNING = "can be read by every user of this machine, and holds a secret: chmod o-rwx";

    private SecretFile() {}

    /**
     * Whether users of the machine can read it who are neither its owner nor of its group; false where that is not known. Blocks.
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
