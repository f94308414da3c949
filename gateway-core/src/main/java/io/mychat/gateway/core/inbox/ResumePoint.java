package io.mychat.gateway.core.inbox;

/**
 * From where delivery goes on, as the client is told.
 *
 * @param fromSeq the first entry that is delivered
 * @param latestSeq the newest entry at this moment
 * @param gap whether entries that the client has not seen are gone
 */
public record ResumePoint(String epoch, long fromSeq, long latestSeq, boolean gap) {}
