package io.mychat.gateway.bench.sessions;

import java.io.IOException;

/** A client that writes to another one. Used by the I/O thread. */
final class Pair {

    private final ClientConnection sender;
    private final ClientConnection receiver;
    private final Frame.Template template;
    private final Frame frame;
    private final int answersBefore;
    private long sent;
    /** The newest {@code inbox_seq} that has been acknowledged, or needs no acknowledgement. */
    private long acknowledged;

    // What the current run began with.
    private long sentBefore;
    private int deliveriesBefore;
    private int acknowledgementsBefore;

    Pair(ClientConnection sender, ClientConnection receiver, Frame.Template template, Frame frame) {
        this.sender = sender;
        this.receiver = receiver;
        this.template = template;
        this.frame = frame;
        this.answersBefore = sender.answers();
    }

    /** From here on messages count; none is in progress. */
    void begin() {
        sentBefore = sent;
        deliveriesBefore = receiver.deliveries();
        acknowledgementsBefore = receiver.answers();
        acknowledged = receiver.newest();
    }

    /** Those since {@link #begin}. */
    long sent() {
        return sent - sentBefore;
    }

    /** Those that have not been answered and delivered yet, or whose acknowledgement has not been answered. */
    long inProgress(boolean acknowledge) {
        long answered = sender.answers() - answersBefore - sentBefore;
        long heard =
                acknowledge ? receiver.answers() - acknowledgementsBefore : receiver.deliveries() - deliveriesBefore;
        return sent() - Math.min(answered, heard);
    }

    /** Acknowledges what has been delivered, and sends until {@code depth} messages are in progress. */
    void step(int depth, boolean acknowledge) throws IOException {
        if (acknowledge && acknowledged < receiver.newest()) {
            receiver.beginRead();
            while (acknowledged < receiver.newest() && frame.acknowledgement(receiver, acknowledged + 1)) {
                acknowledged++;
            }
            receiver.endRead();
        }
        long free = depth - inProgress(acknowledge);
        if (free > 0) {
            sender.beginRead();
            for (long i = 0; i < free && frame.message(sender, template, sent + 1); i++) {
                sent++;
            }
            sender.endRead();
        }
    }
}
