package io.mychat.gateway.core.archive;

import io.mychat.gateway.spi.chat.MessageArchive;
import java.io.IOException;

/**
 * Works on an archive that its caller opens and closes.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ArchiveTask<T> {

    T run(MessageArchive archive) throws IOException;
}
