import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Two users of a recipe talk, one asks the handler, and both see the gateway leave: {@code java Talk.java
 * ws://127.0.0.1:8080/ws}. Prints "talked" when they have, and ends when the gateway closes the connections with 1001.
 */
final class Talk implements WebSocket.Listener {

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private WebSocket socket;

    public static void main(String[] arguments) throws Exception {
        Talk alice = login(URI.create(arguments[0]), "alice");
        Talk bob = login(URI.create(arguments[0]), "bob");
        alice.socket.sendText("{\"cmd_id\":2001,\"data\":{\"to_user\":\"bob\",\"content\":\"hi\"}}", true).join();
        alice.await("\"cmd_id\":2001,\"code\":200");
        bob.await("\\\"content\\\":\\\"hi\\\"");
        bob.socket.sendText("{\"cmd_id\":5001,\"data\":{\"name\":\"world\"}}", true).join();
        bob.await("Hello world");
        System.out.println("talked");
        System.out.flush();
        alice.await("\"cmd_id\":4005");
        if (alice.closed.get(60, TimeUnit.SECONDS) != 1001 || bob.closed.get(60, TimeUnit.SECONDS) != 1001) {
            throw new AssertionError("closed with " + alice.closed + " and " + bob.closed);
        }
        System.out.println("closed with 1001");
    }

    /** A gateway with much to do says 503: then a client comes back later. */
    private static Talk login(URI gateway, String user) throws Exception {
        for (int attempt = 1; ; attempt++) {
            Talk talk = new Talk();
            talk.socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(gateway, talk).join();
            talk.socket.sendText("{\"cmd_id\":1001,\"platform\":\"web\",\"data\":{\"username\":\"" + user
                    + "\",\"password\":\"secret\"}}", true).join();
            if (talk.await("\"cmd_id\":1001").contains("\"code\":200")) {
                return talk;
            }
            if (attempt == 5) {
                throw new AssertionError(user + " is not let in");
            }
            talk.socket.abort();
            Thread.sleep(2000);
        }
    }

    private String await(String part) throws InterruptedException {
        String message;
        do {
            message = messages.poll(60, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no message with " + part);
            }
            System.out.println(message);
        } while (!message.contains(part));
        return message;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            messages.add(text.toString());
            text.setLength(0);
        }
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        closed.completeExceptionally(error);
    }
}
