package io.mychat.gateway.distribution.rollout;

/**
 * One part of a rollout.
 *
 * @param silences from the end of a connection until the client is bound again
 * @param delays from a message's first sending until it has come
 * @param logins from the sending of a login to its answer
 * @param loginsInASecond the most logins in any second
 * @param load the machine's load average at its end
 */
record Stretch(
        String what, Percentiles silences, Percentiles delays, Percentiles logins, int loginsInASecond, double load) {

    @Override
    public String toString() {
        return "%s: silences %s; messages %s; logins %s, at most %d in a second; load %.1f"
                .formatted(what, silences, delays, logins, loginsInASecond, load);
    }
}
