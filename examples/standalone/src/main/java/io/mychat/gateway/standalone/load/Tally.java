package io.mychat.gateway.standalone.load;

import java.util.concurrent.atomic.LongAdder;

/** What all people together have done and seen. Thread-safe. */
final class Tally {

    final LongAdder sent = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder unanswered = new LongAdder();
    final LongAdder lost = new LongAdder();
    final LongAdder doubled = new LongAdder();
    final LongAdder reconnects = new LongAdder();

    /** From the beginning of the connection to the end of the login. */
    final Delays logins = new Delays();

    /** From the moment at which a message was due to the answer that it is stored. */
    final Delays stored = new Delays();

    /** From the moment at which a message was due to its arrival at the other one. */
    final Delays delivered = new Delays();
}
