package io.mychat.gateway.redis.subscription;

/** Receives the messages of a channel, on the thread of the subscription; must not block. */
public interface ChannelListener {

    /** @param message the published message */
    void onMessage(byte[] message);

    /** The channel is subscribed, for the first time or again: what was published before was not received. */
    void onSubscribed();
}
