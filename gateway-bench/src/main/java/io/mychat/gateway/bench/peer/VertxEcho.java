package io.mychat.gateway.bench.peer;

import io.mychat.gateway.bench.server.Control;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;

/** Vert.x, whose text handler sends back what it gets. Its HTTP server on the JDK's selectors. Argument: I/O threads. */
public final class VertxEcho extends AbstractVerticle {

    private static final int BACKLOG = 4096;
    private static final long START_SECONDS = 30;

    private final int port;

    private VertxEcho(int port) {
        this.port = port;
    }

    public static void main(String[] args) throws Exception {
        int threads = Integer.parseInt(args[0]);
        int port = FreePort.find(); // all instances share it
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(threads));
        vertx.deployVerticle(() -> new VertxEcho(port), new DeploymentOptions().setInstances(threads))
                .await(START_SECONDS, TimeUnit.SECONDS);
        Control.serve(port);
    }

    @Override
    public void start(Promise<Void> started) {
        vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setAcceptBacklog(BACKLOG)
                        .setTcpNoDelay(true))
                .webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage))
                .listen()
                .<Void>mapEmpty()
                .onComplete(started);
    }
}
