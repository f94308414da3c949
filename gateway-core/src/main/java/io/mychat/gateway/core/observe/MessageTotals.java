package io.mychat.gateway.core.observe;

/**
 * What has added up since the start.
 *
 * @param answered messages that were answered
 * @param failed those of them that were answered with 500 or 503
 * @param answerNanos the time from receipt to answer, of all of them together
 * @param cpuNanos the processor time of the process
 */
record MessageTotals(long answered, long failed, long answerNanos, long cpuNanos) {

    MessageTotals minus(MessageTotals before) {
        return new MessageTotals(
                answered - before.answered,
                failed - before.failed,
                answerNanos - before.answerNanos,
                cpuNanos - before.cpuNanos);
    }
}
