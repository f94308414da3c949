package io.mychat.gateway.spi.chat;

/**
 * What became of a message that was put back by a {@link MessageArchive}.
 *
 * @since 0.1.0
 */
public enum RestoreOutcome {
    /** It was not there, and is there now. */
    RESTORED,
    /** As RESTORED, with another {@code chat_seq}: later messages were there already. */
    RENUMBERED,
    /** It is there already; nothing has changed. */
    EXISTING,
    /** Another message has its id; nothing has changed. */
    CONFLICT,
    /** It is as old as the retention, or older; nothing has changed. */
    EXPIRED,
    /** Its chat does not have it, or the user is not one of its two users; nothing has changed. */
    MISSING
}
