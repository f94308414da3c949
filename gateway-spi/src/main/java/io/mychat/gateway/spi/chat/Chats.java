package io.mychat.gateway.spi.chat;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The stored messages of all users, for host applications. Thread-safe.
 *
 * @since 0.1.0
 */
public interface Chats {

    /**
     * Stores a message and delivers it to both users' devices on all gateways (2003), like a client's 2001. When it
     * returns {@link SendOutcome.Sent}, the message is stored. A call with a {@code client_msg_id} may be repeated after
     * an exception; without one, the repetition may store the message a second time. Blocks for the store.
     *
     * @throws io.mychat.gateway.spi.StoreUnavailableException when the store cannot answer: the message may have been
     *     stored
     */
    SendOutcome send(SendRequest request);

    /**
     * As {@link #send}, on another thread; fails with the same exceptions, and with a {@link
     * java.util.concurrent.RejectedExecutionException} when {@code processing.max_host_calls} are under way, or when
     * the gateway stops before the call has begun.
     */
    CompletionStage<SendOutcome> sendAsync(SendRequest request);

    /** What becomes of a held message. */
    enum Release {
        /** It goes on: the hooks behind the one that has held it see it, and then it is stored. */
        STORE,
        /** It is gone. Its sender is not told. */
        DROP
    }

    /**
     * Releases a message that a {@link io.mychat.gateway.spi.hook.MessageHook} holds back on this node. Blocks for hooks
     * and for the store. A message that cannot be stored now, or that a hook cannot decide on, is held for the rest of its
     * time, and may be released again.
     *
     * @return what has become of it, {@link SendOutcome.Refused} with the error {@code dropped} for {@link
     *     Release#DROP}; empty: this node holds no such message, or no longer
     * @throws io.mychat.gateway.spi.StoreUnavailableException as {@link #send}
     */
    Optional<SendOutcome> release(String messageId, Release release);

    /** As {@link #release}, on another thread. */
    CompletionStage<Optional<SendOutcome>> releaseAsync(String messageId, Release release);
}
