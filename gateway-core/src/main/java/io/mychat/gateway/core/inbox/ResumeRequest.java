package io.mychat.gateway.core.inbox;

/**
 * The position from which a client continues its inbox (protocol.md 1.4).
 *
 * @param epoch the inbox's epoch as the client knows it
 * @param lastSeq the last entry that the client has
 */
public record ResumeRequest(String epoch, long lastSeq) {}
