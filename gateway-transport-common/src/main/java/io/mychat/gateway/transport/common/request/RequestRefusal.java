package io.mychat.gateway.transport.common.request;

import io.mychat.gateway.spi.transport.ErrorBody;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The response to a refused request, in the form of the HTTP API's errors (protocol.md section 2). The connection
 * closes afterwards.
 *
 * @param reason the reason phrase of the status
 * @param error the machine-readable reason
 * @param detail a sentence for people
 */
public record RequestRefusal(int status, String reason, String error, String detail) {

    public static RequestRefusal badRequest(String error, String detail) {
        return new RequestRefusal(400, "Bad Request", error, detail);
    }

    /**
     * The whole response.
     *
     * @param toHead whether the request is a HEAD: its response ends with the head (RFC 9110 section 9.3.2)
     */
    public byte[] response(boolean toHead) {
        byte[] body = new ErrorBody(status, reason, error, detail).json().getBytes(StandardCharsets.UTF_8);
        String head =
                "HTTP/1.1 " + status + " " + reason + "\r\nConnection: close\r\nContent-Type: application/json\r\n"
                        + "Content-Length: " + body.length + "\r\n\r\n";
        byte[] headBytes = head.getBytes(StandardCharsets.US_ASCII);
        if (toHead) {
            return headBytes;
        }
        byte[] whole = Arrays.copyOf(headBytes, headBytes.length + body.length);
        System.arraycopy(body, 0, whole, headBytes.length, body.length);
        return whole;
    }
}
