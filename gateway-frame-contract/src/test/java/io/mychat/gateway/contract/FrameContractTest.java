package io.mychat.gateway.contract;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.testkit.FrameCheck;
import java.util.ServiceLoader;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameContractTest {

    private static final String VALID_TIME = "\"timestamp\":\"2026-11-23T11:23:51.768Z\"";

    private final FrameContract contract = new FrameContract();

    @Test
    void theTestkitFindsIt() {
        Assertions.assertThat(ServiceLoader.load(FrameCheck.class)).hasExactlyElementsOfTypes(FrameContract.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"cmd_id\":4004,\"data\":\"{\\\"expires_in\\\":60}\"," + VALID_TIME + "}",
                "{\"cmd_id\":2001,\"code\":200,\"message\":\"Success\",\"session_id\":\"s\",\"user_id\":\"u\","
                        + "\"platform\":\"web\",\"data\":\"{\\\"of_the_host\\\":1}\"," + VALID_TIME + "}"
            })
    void aFrameAsDescribedIsNoFault(String frame) {
        assertThatCode(() -> contract.check(frame)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"cmd_id\":3001,\"code\":200,\"message\":\"Success\",\"session_id\":\"s\",\"data\":\"{}\","
                        + VALID_TIME + "}",
                "{\"cmd_id\":4004,\"data\":\"{\\\"expires_in\\\":\\\"60\\\"}\"," + VALID_TIME + "}",
                "{\"cmd_id\":4004,\"data\":\"{\\\"expires_in\\\":60,\\\"more\\\":1}\"," + VALID_TIME + "}",
                "{\"cmd_id\":4004,\"data\":\"{\\\"expires_in\\\":60}\",\"timestamp\":\"2026-11-23T11:23:51Z\"}",
                "{\"cmd_id\":4004,\"secret\":1,\"data\":\"{\\\"expires_in\\\":60}\"," + VALID_TIME + "}",
                "{\"cmd_id\":9,\"code\":400,\"message\":\"Bad Request\",\"session_id\":\"s\",\"data\":\"{}\","
                        + VALID_TIME + "}"
            })
    void anotherFrameIsAFault(String frame) {
        assertThatThrownBy(() -> contract.check(frame)).isInstanceOf(AssertionError.class);
    }
}
