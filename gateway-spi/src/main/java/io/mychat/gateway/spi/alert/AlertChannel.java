package io.mychat.gateway.spi.alert;

import java.time.Duration;

/**
 * Carries notifications to people: a mail server, a chat group, a pager.
 *
 * <p>One thread at a time sends; it may be another one each time. Retries, grouping, rate limits and bounds are the
 * caller's. A channel that holds resources also implements {@link AutoCloseable}; {@code close} may be called during
 * {@code send}, which then ends soon.
 *
 * @since 0.1.0
 */
public interface AlertChannel {

    /** The name in the rules: unique in the gateway, 1 to 32 of {@code a-z 0-9 _ -}. */
    String name();

    /**
     * Sends a notification. Blocks until the service has answered. An exception counts as {@link
     * DeliveryOutcome.Failed}. The same notification may be sent several times, and each attempt has its id.
     *
     * <p>Names of users, hosts and labels are in the texts, so these may have any characters, and be longer than the service
     * takes: the channel escapes and shortens them, and at least the beginning of 50,000 characters is delivered.
     *
     * @param timeout how long the attempt may take; then it has failed
     * @throws InterruptedException when the gateway stops meanwhile
     */
    DeliveryOutcome send(AlertNotification notification, Duration timeout) throws InterruptedException;
}
