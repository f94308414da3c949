package io.mychat.gateway.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mychat.gateway.spi.config.PemException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The calls of an administrator to a running gateway, and the exit codes of commands that make them. */
final class AdministratorCall {

    private static final int FAILED = 1;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Mixin
    private final ApiConnection api = new ApiConnection();

    @Mixin
    private final ApiCredentials credentials = new ApiCredentials();

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    /** What a command does with its calls. */
    @FunctionalInterface
    interface Work {

        /** Returns the exit code. */
        int call() throws IOException, InterruptedException, PemException, GeneralSecurityException, RefusedException;
    }

    /** Does the work, and prints why it fails. Returns the exit code: 1 for a refusal or no answer, 2 for bad options. */
    int run(Work work) throws InterruptedException {
        try {
            try {
                return work.call();
            } finally {
                credentials.logOut(api);
            }
        } catch (IOException e) {
            err().println(e.getMessage());
            return FAILED;
        } catch (RefusedException e) {
            err().println(e.getMessage());
            return FAILED;
        } catch (PemException | GeneralSecurityException | IllegalArgumentException e) {
            err().println(e.getMessage());
            return GatewayCommand.UNUSABLE;
        }
    }

    JsonNode post(String path, Map<String, ?> body)
            throws IOException, InterruptedException, PemException, GeneralSecurityException, RefusedException {
        HttpRequest.Builder request = api.request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        return RefusedException.read(send(request).body());
    }

    JsonNode get(String path)
            throws IOException, InterruptedException, PemException, GeneralSecurityException, RefusedException {
        return RefusedException.read(ask(path).body());
    }

    /** As {@link #get}, with the head of the answer. */
    HttpResponse<String> ask(String path)
            throws IOException, InterruptedException, PemException, GeneralSecurityException, RefusedException {
        return send(api.request(path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException, PemException, GeneralSecurityException, RefusedException {
        HttpResponse<String> response = api.send(credentials.authorize(api, request));
        RefusedException.check(response);
        return response;
    }

    PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    PrintWriter err() {
        return Objects.requireNonNull(spec).commandLine().getErr();
    }
}
