package io.mychat.gateway.acme.challenge;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One request and its response. Only the first line of the request counts: no header, such as {@code Host}, is believed
 * or shown. One thread.
 */
final class ChallengeExchange {

    /** Enough for the head that an authority sends. */
    private static final int MAX_HEAD = 4096;

    private static final Pattern REQUEST =
            Pattern.compile("(GET|HEAD) /\\.well-known/acme-challenge/([A-Za-z0-9_-]{1,128}) HTTP/1\\.[01]");

    private final Socket client;
    private final long deadline;

    ChallengeExchange(Socket client, Duration timeout) {
        this.client = client;
        this.deadline = System.nanoTime() + timeout.toNanos();
    }

    /**
     * Reads the head, and answers.
     *
     * @return whether the request was for a challenge that is open
     */
    boolean answer(Function<String, Optional<String>> answers) throws IOException {
        Optional<String> head = readHead();
        if (head.isEmpty()) {
            respond("400 Bad Request", "", true);
            return false;
        }
        Matcher request = REQUEST.matcher(head.get().lines().findFirst().orElse(""));
        Optional<String> answer = request.matches() ? answers.apply(request.group(2)) : Optional.empty();
        boolean body = !head.get().startsWith("HEAD ");
        respond(answer.isPresent() ? "200 OK" : "404 Not Found", answer.orElse(""), body);
        return answer.isPresent();
    }

    /** Empty when the head is too long. */
    private Optional<String> readHead() throws IOException {
        byte[] head = new byte[MAX_HEAD];
        int length = 0;
        InputStream in = client.getInputStream();
        while (length < MAX_HEAD) {
            client.setSoTimeout(millisLeft());
            int read = in.read(head, length, MAX_HEAD - length);
            if (read < 0) {
                throw new IOException("the client has closed");
            }
            length += read;
            String text = new String(head, 0, length, StandardCharsets.ISO_8859_1);
            if (text.contains("\r\n\r\n") || text.contains("\n\n")) {
                return Optional.of(text);
            }
        }
        return Optional.empty();
    }

    private int millisLeft() throws SocketTimeoutException {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException("the request took too long");
        }
        return (int) left;
    }

    private void respond(String status, String body, boolean withBody) throws IOException {
        String head = "HTTP/1.1 " + status + "\r\nContent-Type: application/octet-stream\r\nContent-Length: "
                + body.length() + "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
                + "Connection: close\r\n\r\n";
        client.getOutputStream().write((head + (withBody ? body : "")).getBytes(StandardCharsets.US_ASCII));
        client.shutdownOutput();
    }
}
