/**
 * Brings stored messages to live sessions, in order and without gaps. Entry point: {@link
 * io.mychat.gateway.core.inbox.InboxDelivery}.
 */
@NullMarked
package io.mychat.gateway.core.inbox;

import org.jspecify.annotations.NullMarked;
