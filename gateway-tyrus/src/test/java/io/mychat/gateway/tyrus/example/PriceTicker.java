package io.mychat.gateway.tyrus.example;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.tyrus.TyrusEndpoints;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;

/** The program of docs/embedding.md. */
public final class PriceTicker {

    private PriceTicker() {}

    // snippet: endpoint
    /** Answers on wss://…/prices/gold, beside the gateway's /ws. */
    @ServerEndpoint("/prices/{good}")
    public static final class Prices {

        @OnMessage
        public String ask(String currency, @PathParam("good") String good) {
            return good + " costs 5 " + currency; // may block: it has a thread for endpoints
        }
    }

    public static GatewayServer start(GatewayBuilder builder) throws IOException {
        TyrusEndpoints endpoints =
                TyrusEndpoints.builder().endpoint(Prices.class).build();
        GatewayServer gateway = builder.module(endpoints.module()).build();
        gateway.start();
        return gateway;
    }
    // end
}
