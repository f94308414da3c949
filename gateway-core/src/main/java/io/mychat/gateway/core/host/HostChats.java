package io.mychat.gateway.core.host;

import io.mychat.gateway.core.chat.MessageService;
import io.mychat.gateway.core.threads.AsyncCalls;
import io.mychat.gateway.spi.chat.Chats;
import io.mychat.gateway.spi.chat.SendOutcome;
import io.mychat.gateway.spi.chat.SendRequest;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The messages of all users for the host application. Thread-safe. */
public final class HostChats implements Chats {

    private final MessageService messages;
    private final AsyncCalls async;

    public HostChats(MessageService messages, AsyncCalls async) {
        this.messages = messages;
        this.async = async;
    }

    @Override
    public SendOutcome send(SendRequest request) {
        return messages.send(Objects.requireNonNull(request, "request"));
    }

    @Override
    public CompletionStage<SendOutcome> sendAsync(SendRequest request) {
        Objects.requireNonNull(request, "request");
        return async.call(() -> messages.send(request));
    }

    @Override
    public Optional<SendOutcome> release(String messageId, Release release) {
        check(messageId, release);
        return messages.release(messageId, release);
    }

    @Override
    public CompletionStage<Optional<SendOutcome>> releaseAsync(String messageId, Release release) {
        check(messageId, release);
        return async.call(() -> messages.release(messageId, release));
    }

    private static void check(String messageId, Release release) {
        Objects.requireNonNull(messageId, "messageId");
        Objects.requireNonNull(release, "release");
    }
}
