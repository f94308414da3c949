package io.mychat.gateway.example.embedded;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.chat.SendOutcome;
import io.mychat.gateway.spi.chat.SendRequest;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.spi.session.KickRequest;
import io.mychat.gateway.spi.session.PushRequest;
import io.mychat.gateway.spi.session.Session;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** What a host adds to a gateway and calls, as docs/embedding.md shows it. */
final class HostCalls {

    private HostCalls() {}

    static GatewayBuilder handlers(GatewayBuilder builder) {
        // snippet: handlers
        builder.handlers(new OrderHandlers())
                .handler(5003, (message, context) -> Reply.ok("{\"open\":true}"))
                .setting("processing.task_timeout_ms", Duration.ofSeconds(3))
                .interceptor((message, context, next) -> {
                    long begun = System.nanoTime();
                    return next.proceed(message)
                            .whenComplete((reply, error) -> System.out.printf(
                                    "%d took %d us%n", message.cmdId(), (System.nanoTime() - begun) / 1000));
                });
        // end
        return builder;
    }

    static SendOutcome calls(GatewayServer gateway) {
        // snippet: calls
        SendOutcome sent = gateway.chats()
                .send(SendRequest.fromSystem("alice", "Your order has been shipped.")
                        .withClientMsgId("order-4711"));
        gateway.sessions()
                .push(PushRequest.to("alice", "{\"badge\":3}").platform("ios").once("badge-17"));
        gateway.sessions()
                .kickAsync(KickRequest.of("mallory").because("spam").revoking())
                .thenAccept(kicked -> System.out.println(kicked + " sessions have ended"));
        // end
        return sent;
    }

    static CompletionStage<Reply> process(GatewayServer gateway, String text) {
        // snippet: process
        Session session = gateway.sessions().sessionsOf("alice").get(0);
        CompletionStage<Reply> reply = gateway.process(session, UnifiedMessage.fromJson(text));
        // end
        return reply;
    }
}
