package io.mychat.gateway.redis.subscription;

/** Hears what is published on a channel; called on the subscription's thread, which it must not block. */
public interface ChannelListener {

    /** @param message as it was published */
    void onMessage(byte[] message);

    /** The channel is subscribed, for the first time or again: what was published before was not received. */
    void onSubscribed();
}
