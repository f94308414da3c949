package io.mychat.gateway.example.client;

import io.mychat.gateway.client.Credentials;
import io.mychat.gateway.client.Event;
import io.mychat.gateway.client.GatewayClient;
import io.mychat.gateway.client.data.Sent;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import java.util.concurrent.CompletionException;

/** Prints what arrives, and sends each line of standard input. Arguments: user, password, to whom; maybe the addresses of WebSocket and HTTP. */
public final class ChatProgram {

    private ChatProgram() {}

    /** Runs until standard input ends. The exit code is 1 when the gateway refuses, and 2 when an argument is missing. */
    public static void main(String[] arguments) {
        int code = run(System.err, new Scanner(System.in, StandardCharsets.UTF_8), arguments);
        if (code != 0) {
            System.exit(code);
        }
    }

    static int run(PrintStream err, Scanner lines, String... arguments) {
        if (arguments.length < 3) {
            err.println("Arguments: user, password, to whom; maybe the addresses of WebSocket and HTTP");
            return 2;
        }
        String url = arguments.length > 3 ? arguments[3] : "ws://127.0.0.1:8080/ws";
        String apiUrl = arguments.length > 4 ? arguments[4] : "http://127.0.0.1:8081/api";
        try {
            talk(url, apiUrl, arguments[0], arguments[1], arguments[2], lines);
            return 0;
        } catch (CompletionException refused) {
            Throwable reason = refused.getCause();
            err.println(reason == null ? refused.getMessage() : reason.getMessage());
            return 1;
        }
    }

    static void talk(String url, String apiUrl, String user, String password, String to, Scanner lines) {
        PrintStream out = System.out;
        // snippet: talk
        try (GatewayClient client = GatewayClient.builder(url).apiUrl(apiUrl).build()) {
            client.on(Event.MESSAGE, message -> out.println(message.fromUser() + ": " + message.content()));
            client.on(Event.STATE, state -> out.println(state.status()));

            client.connect(Credentials.password(user, password)).join();
            while (lines.hasNextLine()) {
                Sent sent = client.send(to, lines.nextLine()).join(); // stored by the gateway
                out.println(sent.status());
            }
        }
        // end
    }
}
