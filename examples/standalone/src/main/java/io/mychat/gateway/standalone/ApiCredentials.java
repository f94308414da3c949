package io.mychat.gateway.standalone;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mychat.gateway.spi.config.PemException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Who asks a running gateway: an access token or an API key of the environment, or a login with a password of standard input.
 * No secret is an option, since the list of processes shows options. Used by one thread.
 */
final class ApiCredentials {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Option(
            names = "--login",
            paramLabel = "NAME",
            description =
                    "logs in with the password of standard input (one line); otherwise the variable MYCHAT_TOKEN"
                            + " (an administrator's access token) or MYCHAT_API_KEY (of a key with the role admin) says who asks")
    private @Nullable String login;

    @Option(
            names = "--login-url",
            paramLabel = "URL",
            description =
                    "of the HTTP port, for the login, where --url is that of the management port (default: as --url)")
    private @Nullable URI loginUrl;

    private @Nullable String token;

    /**
     * Adds the credentials, after a login where one was asked for.
     *
     * @throws RefusedException when the gateway refuses the login
     * @throws IllegalArgumentException when there are no credentials
     */
    HttpRequest authorize(ApiConnection api, HttpRequest.Builder request)
            throws IOException, InterruptedException, PemException, GeneralSecurityException, RefusedException {
        if (login != null && token == null) {
            token = logIn(api, login);
        }
        String bearer = token == null ? System.getenv("MYCHAT_TOKEN") : token;
        String key = System.getenv("MYCHAT_API_KEY");
        if (bearer != null && !bearer.isEmpty()) {
            return request.header("Authorization", "Bearer " + bearer).build();
        }
        if (key != null && !key.isEmpty()) {
            return request.header("X-Api-Key", key).build();
        }
        throw new IllegalArgumentException(
                "There are no credentials: set MYCHAT_TOKEN or MYCHAT_API_KEY, or use --login NAME.");
    }

    private String logIn(ApiConnection api, String name)
            throws IOException, InterruptedException, PemException, GeneralSecurityException, RefusedException {
        String body = JSON.writeValueAsString(
                Map.of("username", name, "password", PasswordInput.read(System.in), "platform", "admin"));
        HttpResponse<String> response = api.send(request(api, "/api/auth/login")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
        RefusedException.checkLogin(response, name);
        return JSON.readTree(response.body()).path("token").asText();
    }

    private HttpRequest.Builder request(ApiConnection api, String path) {
        return loginUrl == null ? api.request(path) : api.request(loginUrl, path);
    }

    /** Revokes the token of the login, if there was one. */
    void logOut(ApiConnection api) throws IOException, InterruptedException, PemException, GeneralSecurityException {
        if (token != null) {
            HttpResponse<String> unused = api.send(request(api, "/api/auth/logout")
                    .header("Authorization", "Bearer " + token)
                    .POST(BodyPublishers.noBody())
                    .build());
            token = null;
        }
    }
}
