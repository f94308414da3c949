package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.config.GatewayConfig;
import io.mychat.gateway.core.security.rate.LimitsByRole;
import io.mychat.gateway.spi.codec.DecodedMessage;

/**
 * The limits of what one connection may send. Made once for each configuration and shared by all connections.
 *
 * @param rates the rates of sessions and of users, by their roles
 * @param maxMalformedInARow the number of consecutive malformed messages that closes the connection; 0: no limit
 * @param unauthenticatedMessageBytes the largest message of a connection without a login, and the bytes of such
 *     messages that may wait
 * @param tokenMessageBytes the largest 1002 of such a connection; it holds a token
 * @param messageBytes the longest data, as JSON; a codec may have a shorter form
 * @param queues the bounds of a session's queue; new ones apply to connections that are opened from then on
 */
public record InboundLimits(
        LimitsByRole rates,
        int maxMalformedInARow,
        int unauthenticatedMessageBytes,
        int tokenMessageBytes,
        int messageBytes,
        ProcessingOptions queues) {

    /** The bytes of a 1002 besides its token. */
    private static final int AROUND_A_TOKEN = 4096;

    public static InboundLimits of(GatewayConfig config) {
        return new InboundLimits(
                new LimitsByRole(config.security()),
                config.security().maxMalformedInARow(),
                config.server().maxUnauthenticatedMessageBytes(),
                Math.max(
                        config.server().maxUnauthenticatedMessageBytes(),
                        config.auth().maxTokenBytes() + AROUND_A_TOKEN),
                config.server().maxMessageBytes(),
                ProcessingOptions.of(config.processing()));
    }

    /** The message, or its refusal when its data is longer than that of a client with JSON can be. */
    DecodedMessage bounded(DecodedMessage message) {
        if (message instanceof DecodedMessage.Envelope envelope
                && envelope.data().length() > messageBytes) {
            return new DecodedMessage.Invalid(
                    envelope.cmdId(),
                    envelope.requestId(),
                    "bad_data",
                    "data is longer as JSON than a message may be (server.max_message_bytes).");
        }
        return message;
    }
}
