package io.mychat.gateway.alerts.channel;

/** A text that is never shown. */
record Secret(String value) {

    @Override
    public String toString() {
        return "(secret)";
    }
}
