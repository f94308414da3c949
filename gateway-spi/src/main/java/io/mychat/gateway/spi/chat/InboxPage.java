package io.mychat.gateway.spi.chat;

import java.util.List;

/**
 * A part of a user's inbox and the bounds of the inbox, read in one step.
 *
 * @param epoch changes when the store has lost data
 * @param oldestSeq the number of the oldest entry that still exists; {@code latestSeq + 1} when the inbox is empty
 * @param latestSeq the number of the newest entry; 0 when there was never an entry
 * @param entries oldest first. A missing number between them belongs to an entry that a limit of the store has evicted
 * @since 0.1.0
 */
public record InboxPage(String epoch, long oldestSeq, long latestSeq, List<InboxEntry> entries) {}
