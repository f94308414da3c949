package io.mychat.gateway.spi.hook;

import io.mychat.gateway.spi.chat.ChatMessage;

/**
 * Gets messages that have just been stored. Thread-safe; may block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface StoredHook {

    void afterStored(ChatMessage message) throws Exception;
}
