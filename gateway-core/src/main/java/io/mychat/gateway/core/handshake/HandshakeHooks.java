package io.mychat.gateway.core.handshake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.connection.ReadGate.Reason;
import io.mychat.gateway.core.hook.Hook;
import io.mychat.gateway.core.hook.HookSlot;
import io.mychat.gateway.core.processor.CommandReceiver;
import io.mychat.gateway.core.protocol.Command;
import io.mychat.gateway.spi.codec.DecodedMessage;
import io.mychat.gateway.spi.hook.HandshakeHook;
import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.HandshakeRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the hooks about new connections, whose sockets are not read meanwhile. A recognised connection is bound as if its
 * client had sent 1002. Thread-safe; does not block.
 */
public final class HandshakeHooks {

    private static final Logger log = LoggerFactory.getLogger(HandshakeHooks.class);

    private final HookSlot hooks;
    private final HandshakeTokens tokens;
    private final Json json;
    private final Executor threads;

    /** @param threads issue tokens, which may block; reject what is too much */
    public HandshakeHooks(HookSlot hooks, HandshakeTokens tokens, Json json, Executor threads) {
        this.hooks = hooks;
        this.tokens = tokens;
        this.json = json;
        this.threads = threads;
    }

    /** The headers that the hooks want to see; null: there are no hooks. */
    @Nullable
    Map<String, List<String>> headers(HandshakeRequest request) {
        List<Hook<HandshakeHook>> all = hooks.get().handshake();
        if (all.isEmpty()) {
            return null;
        }
        Map<String, List<String>> headers = new HashMap<>();
        for (Hook<HandshakeHook> hook : all) {
            for (String name : hook.hook().headers()) {
                headers.put(name, List.copyOf(request.headers(name)));
            }
        }
        return headers;
    }

    /** Asks the hooks about a connection that has just been opened. */
    void ask(Map<String, List<String>> headers, ClientConnection client, CommandReceiver receiver) {
        client.reading().set(Reason.HANDSHAKE, true);
        new Question(new HandshakeHook.Attempt(client.ip(), headers), client, receiver).next(0);
    }

    /** The questions about one connection, one hook after the other. */
    private final class Question {

        private final HandshakeHook.Attempt attempt;
        private final ClientConnection client;
        private final CommandReceiver receiver;

        Question(HandshakeHook.Attempt attempt, ClientConnection client, CommandReceiver receiver) {
            this.attempt = attempt;
            this.client = client;
            this.receiver = receiver;
        }

        void next(int number) {
            List<Hook<HandshakeHook>> all = hooks.get().handshake();
            if (number == all.size()) {
                goOn();
                return;
            }
            Hook<HandshakeHook> hook = all.get(number);
            hook.begin(one -> one.onHandshake(attempt)).whenComplete((verdict, failure) -> {
                if (failure != null) {
                    hook.calls().failed(failure);
                }
                decide(number, hook, verdict);
            });
        }

        private void decide(int number, Hook<HandshakeHook> hook, HandshakeHook.@Nullable Verdict verdict) {
            if (verdict == null && hook.failsClosed()) {
                client.close(CloseReason.OVERLOAD);
            } else if (verdict instanceof HandshakeHook.Refuse) {
                client.close(CloseReason.UNAUTHORIZED, "handshake_refused");
            } else if (verdict instanceof HandshakeHook.Bind bind) {
                bind(bind);
            } else {
                next(number + 1);
            }
        }

        private void bind(HandshakeHook.Bind bind) {
            try {
                threads.execute(() -> {
                    try {
                        tokens.issue(bind).ifPresent(token -> verify(token, bind));
                    } catch (RuntimeException e) {
                        log.debug("A recognised connection gets no token, and logs in by itself", e);
                    } finally {
                        goOn();
                    }
                });
            } catch (RejectedExecutionException e) {
                client.close(CloseReason.OVERLOAD);
            }
        }

        /** The way of the client's own 1002, with its rules and its answer. Nobody else calls the receiver now. */
        private void verify(String token, HandshakeHook.Bind bind) {
            ObjectNode data = json.object()
                    .put("token", token)
                    .put("device_id", bind.device().deviceId());
            String text = json.write(data);
            receiver.onMessage(new DecodedMessage.Envelope(
                    Command.TOKEN_VERIFY.number(), text, bind.device().platform(), null, text.length()));
        }

        private void goOn() {
            client.reading().set(Reason.HANDSHAKE, false);
        }
    }
}
