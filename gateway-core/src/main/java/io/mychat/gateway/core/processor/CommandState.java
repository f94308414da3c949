package io.mychat.gateway.core.processor;

/**
 * The state of a command in progress. The order counts: the states without an answer, then the answered ones, then those
 * that are answered with the 503 of a time-out.
 *
 * <table>
 * <caption>The states of a command that runs on a worker</caption>
 * <tr><th>state</th><th>answered</th><th>slot</th><th>next</th></tr>
 * <tr><td>WAITING</td><td>no</td><td>not yet</td><td>start: RUNNING; time-out: EXPIRED; refuse: FINISHED</td></tr>
 * <tr><td>RUNNING</td><td>no</td><td>the worker's</td><td>answer: ANSWERED; pend, leave: PENDING; time-out: ABANDONED</td></tr>
 * <tr><td>PENDING</td><td>no</td><td>the stage's</td><td>answer: ANSWERED; time-out: TIMED_OUT</td></tr>
 * <tr><td>ANSWERED</td><td>yes</td><td>held until the handler ends</td><td>leave, release: FINISHED</td></tr>
 * <tr><td>FINISHED</td><td>yes</td><td>free</td><td></td></tr>
 * <tr><td>EXPIRED</td><td>503</td><td>not yet</td><td>start, refuse: TIMED_OUT</td></tr>
 * <tr><td>ABANDONED</td><td>503</td><td>the worker's</td><td>leave: TIMED_OUT</td></tr>
 * <tr><td>TIMED_OUT</td><td>503</td><td>free</td><td></td></tr>
 * </table>
 */
enum CommandState {
    /** The command waits for a slot or a thread. */
    WAITING,
    /** A worker executes the handler. */
    RUNNING,
    /** The handler has returned a stage that has not completed. */
    PENDING,
    /** The command is answered; its worker or its stage has not ended yet. */
    ANSWERED,
    /** The command is answered, and its worker and its stage have ended. */
    FINISHED,
    /** The time limit passed while the command waited. */
    EXPIRED,
    /** The time limit passed while a worker executed the handler. */
    ABANDONED,
    /** The time limit passed, and the command's worker and stage have ended. */
    TIMED_OUT;

    boolean isAnswered() {
        return compareTo(ANSWERED) >= 0;
    }

    /** Whether the answer is the 503 of a time-out. */
    boolean isLate() {
        return compareTo(EXPIRED) >= 0;
    }

    boolean isOver() {
        return this == FINISHED || this == TIMED_OUT;
    }
}
