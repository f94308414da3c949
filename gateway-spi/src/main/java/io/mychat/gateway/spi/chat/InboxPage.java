package io.mychat.gateway.spi.chat;

import java.util.List;

/**
 * A part of a user's inbox and its bounds, read in one step.
 *
 * @param epoch changes when the store has lost data
 * @param oldestSeq the oldest entry that is still there; {@code latestSeq + 1} when there is none
 * @param latestSeq the newest entry's number; 0 when there never was one
 * @param entries oldest first. A number that is missing between them was an entry that a bound of the store has evicted
 */
public record InboxPage(String epoch, long oldestSeq, long latestSeq, List<InboxEntry> entries) {}
