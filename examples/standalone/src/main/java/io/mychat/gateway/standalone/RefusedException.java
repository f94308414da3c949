package io.mychat.gateway.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mychat.gateway.spi.event.LogText;
import java.io.IOException;
import java.net.http.HttpResponse;

/** The gateway has answered with an error; the message is for people. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String NO_LOGIN_HERE =
            " With server.management_port, logins are on the HTTP port: name it by --login-url.";
    private static final String NO_CALL_HERE =
            " With server.management_port, this call is on that port: name it by --url or MYCHAT_URL.";

    private RefusedException(String message) {
        super(message);
    }

    /** @throws RefusedException when the status is not 200 */
    static void check(HttpResponse<String> response) throws RefusedException {
        if (response.statusCode() != 200) {
            JsonNode body = read(response.body());
            String error = body.path("error").asText("");
            String detail = body.path("detail").asText("");
            StringBuilder message = new StringBuilder("the gateway answers ").append(response.statusCode());
            message.append(error.isEmpty() ? "" : " " + error + ": " + detail);
            if (response.statusCode() == 404 && error.equals("not_found")) {
                message.append(response.uri().getPath().startsWith("/api/auth/") ? NO_LOGIN_HERE : NO_CALL_HERE);
            }
            body.path("faults")
                    .forEach(fault -> message.append("; ")
                            .append(fault.path("file").asText())
                            .append(": ")
                            .append(fault.path("path").asText())
                            .append(": ")
                            .append(fault.path("message").asText()));
            throw new RefusedException(LogText.escaped(message.toString()));
        }
    }

    /**
     * As {@link #check}, for the login of an administrator. The platform of that login asks for the role, which is nothing that
     * the person has typed.
     */
    static void checkLogin(HttpResponse<String> response, String name) throws RefusedException {
        if (response.statusCode() == 403
                && read(response.body()).path("error").asText().equals("role_required")) {
            throw new RefusedException(
                    LogText.escaped(name + " is not an administrator: log in as a user who has the role admin"));
        }
        check(response);
    }

    /** The answer as JSON; another program's answer is an empty object. */
    static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return JSON.createObjectNode();
        }
    }
}
