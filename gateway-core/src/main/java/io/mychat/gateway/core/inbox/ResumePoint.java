package io.mychat.gateway.core.inbox;

/**
 * The point from which delivery continues, as reported to the client.
 *
 * @param fromSeq the first entry that is delivered
 * @param latestSeq the newest entry at this moment
 * @param gap whether entries were lost that the client has not seen
 * @param known whether the client has all entries before {@code fromSeq}, as it says
 */
public record ResumePoint(String epoch, long fromSeq, long latestSeq, boolean gap, boolean known) {}
