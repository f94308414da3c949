package io.mychat.gateway.alerts.channel;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.spi.alert.DeliveryOutcome;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What a robot of a chat group answers: 200 in any case, with {@code {"errcode":0,"errmsg":"ok"}} for success. */
final class RobotAnswer {

    /** The robots count by the minute. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private static final int NO_CODE = Integer.MIN_VALUE;

    private RobotAnswer() {}

    /** @param temporary the codes after which the same message may be taken later */
    static DeliveryOutcome outcome(HttpAnswer answer, TargetUrl url, Set<Integer> temporary) {
        if (!answer.isSuccess()) {
            return answer.failure(url);
        }
        JsonNode body = Payloads.read(answer.body());
        int code = body.path("errcode").asInt(NO_CODE);
        if (code == 0) {
            return new DeliveryOutcome.Delivered(answer.shown(url));
        }
        // No code at all: a proxy or a login page has answered.
        return code == NO_CODE || temporary.contains(code)
                ? new DeliveryOutcome.Failed(answer.shown(url), Optional.of(PAUSE))
                : new DeliveryOutcome.Refused(answer.shown(url));
    }
}
