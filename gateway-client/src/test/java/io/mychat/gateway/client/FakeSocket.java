package io.mychat.gateway.client;

import io.mychat.gateway.client.data.JsonObject;
import io.mychat.gateway.client.jackson.JacksonJson;
import io.mychat.gateway.client.port.Socket;
import io.mychat.gateway.client.port.SocketListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The other end of one connection. */
final class FakeSocket implements Socket {

    private static final JacksonJson JSON = new JacksonJson();

    final String url;
    final SocketListener listener;
    final List<JsonObject> sent = new ArrayList<>();
    boolean closed;
    boolean aborted;

    FakeSocket(String url, SocketListener listener) {
        this.url = url;
        this.listener = listener;
    }

    @Override
    public void send(String text) {
        sent.add(JsonObject.of(JSON.read(text)));
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public void abort() {
        aborted = true;
    }

    void open() {
        listener.opened();
    }

    void drop(int code) {
        listener.closed(code);
    }

    CompletionStage<?> raw(String text) {
        return listener.received(text);
    }

    /** Says what the server would say. */
    CompletionStage<?> say(long cmdId, Map<String, ?> data) {
        return raw(JSON.write(Map.of("cmd_id", cmdId, "data", JSON.write(data))));
    }

    List<JsonObject> requests(long cmdId) {
        return sent.stream().filter(frame -> frame.number("cmd_id", 0) == cmdId).toList();
    }

    JsonObject last(long cmdId) {
        List<JsonObject> all = requests(cmdId);
        return all.get(all.size() - 1);
    }

    /** Answers the newest request of a command. */
    void answer(long cmdId, int code, Map<String, ?> data) {
        Map<String, Object> frame = new LinkedHashMap<>();
        frame.put("cmd_id", cmdId);
        frame.put("request_id", last(cmdId).text("request_id"));
        frame.put("code", code);
        frame.put("data", JSON.write(data));
        raw(JSON.write(frame));
    }

    /** Delivers a message (2003) of bob. */
    CompletionStage<?> deliver(long inboxSeq, String epoch) {
        return say(
                2003,
                Map.of(
                        "message_id",
                        "m-" + inboxSeq,
                        "chat_id",
                        "dm:alice:bob",
                        "chat_seq",
                        inboxSeq,
                        "from_user",
                        "bob",
                        "to_user",
                        "alice",
                        "content",
                        "text " + inboxSeq,
                        "inbox_seq",
                        inboxSeq,
                        "epoch",
                        epoch));
    }
}
