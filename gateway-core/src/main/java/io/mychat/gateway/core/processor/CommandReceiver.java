package io.mychat.gateway.core.processor;

import io.mychat.gateway.spi.codec.DecodedMessage;
import io.mychat.gateway.spi.transport.ConnectionReceiver;

/** The receiver of a connection, which also takes messages that the gateway makes in the place of its client. */
public interface CommandReceiver extends ConnectionReceiver {

    /** Takes one message. The rules of {@link ConnectionReceiver} apply: one call at a time. */
    void onMessage(DecodedMessage message);
}
