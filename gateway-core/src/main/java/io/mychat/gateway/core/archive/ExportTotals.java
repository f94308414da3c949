package io.mychat.gateway.core.archive;

/**
 * What an export has written so far, previous runs included.
 *
 * @param chats visits to chats; a chat that was used meanwhile may have been visited twice
 * @param inboxEntries references to messages, in the order of the inboxes
 * @param bytes the size of the file
 * @since 0.1.0
 */
public record ExportTotals(long chats, long messages, long inboxEntries, long bytes) {}
