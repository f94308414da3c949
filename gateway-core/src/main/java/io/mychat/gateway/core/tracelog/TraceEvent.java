package io.mychat.gateway.core.tracelog;

import java.time.Instant;

/**
 * Something that has happened to a subject. It has no content of messages, and no secret.
 *
 * @param what a {@link TraceStep#key}; from a node of a later release perhaps an unknown one
 * @param detail for people; at most {@value #MAX_DETAIL} characters
 */
public record TraceEvent(Instant at, String what, Who who, Item item, String detail) {

    /** The longest detail, in characters. */
    public static final int MAX_DETAIL = 300;

    public TraceEvent {
        detail = detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL - 1) + "…";
    }

    /**
     * Whom it concerns; an empty text: nobody.
     *
     * @param userId whose action or session it is
     * @param peerId the other user of the message
     */
    public record Who(String userId, String peerId, String sessionId) {

        static final Who NOBODY = new Who("", "", "");

        boolean includes(String user) {
            return userId.equals(user) || peerId.equals(user);
        }
    }

    /**
     * The message that it concerns; an empty text: none.
     *
     * @param inboxSeq the position in the inbox of {@link Who#userId}; 0: none
     */
    public record Item(String messageId, String chatId, long inboxSeq) {

        static final Item NONE = new Item("", "", 0);

        boolean isMessage() {
            return !messageId.isEmpty();
        }
    }

    boolean isStep(TraceStep step) {
        return what.equals(step.key());
    }
}
