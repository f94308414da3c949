package io.mychat.gateway.core.observe;

/**
 * Sums since the start.
 *
 * @param answered answered messages
 * @param failed messages answered with 500 or 503
 * @param answerNanos the times from receipt to answer of all answered messages
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
