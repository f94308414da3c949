package io.mychat.gateway.spi.alert;

/**
 * How urgent an alert is, in rising order.
 *
 * @since 0.1.0
 */
public enum AlertSeverity {
    INFO,
    WARNING,
    CRITICAL
}
