package io.mychat.gateway.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mychat.gateway.spi.config.PemException;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/** The calls of an administrator to a running gateway, and the exit codes of commands that make them. */
final class AdministratorCall {

    private static final int FAILED = 1;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Mixin
    private final ApiConnection api = new ApiConnection();

    @Mixin
    private final ApiCredentials credentials = new ApiCredentials();

    /** What a command does with its calls. */
    @FunctionalInterface
    interface Work {

        /** Returns the exit code. */
        int call() throws IOException, InterruptedException, PemException, GeneralSecurityException, RefusedException;
    }

    /** Does the work, and prints why it fails. Returns the exit code: 1 for a refusal or no answer, 2 for bad options. */
    int run(CommandSpec spec, Work work) throws InterruptedException {
        try {
            try {
                return work.call();
            } finally {
                credentials.logOut(api);
            }
        } catch (IOException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return FAILED;
        } catch (RefusedException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return FAILED;
        } catch (PemException | GeneralSecurityException | IllegalArgumentException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return GatewayCommand.UNUSABLE;
        }
    }

    JsonNode post(String path, Map<String, ?> body)
            throws IOException, InterruptedException, PemException, GeneralSecurityException, RefusedException {
        return answer(api.request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    JsonNode get(String path)
            throws IOException, InterruptedException, PemException, GeneralSecurityException, RefusedException {
        return answer(api.request(path));
    }

    private JsonNode answer(HttpRequest.Builder request)
            throws IOException, InterruptedException, PemException, GeneralSecurityException, RefusedException {
        HttpResponse<String> response = api.send(credentials.authorize(api, request));
        RefusedException.check(response);
        return RefusedException.read(response.body());
    }
}
