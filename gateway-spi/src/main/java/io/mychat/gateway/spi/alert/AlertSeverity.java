package io.mychat.gateway.spi.alert;

/** How urgent an alert is, in rising order. */
public enum AlertSeverity {
    INFO,
    WARNING,
    CRITICAL
}
