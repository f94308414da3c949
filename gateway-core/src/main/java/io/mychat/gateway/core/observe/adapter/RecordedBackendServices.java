package io.mychat.gateway.core.observe.adapter;

import io.mychat.gateway.core.tracelog.TraceDraft;
import io.mychat.gateway.core.tracelog.TraceRecorder;
import io.mychat.gateway.core.tracelog.TraceStep;
import io.mychat.gateway.spi.backend.BackendCall;
import io.mychat.gateway.spi.backend.BackendOutcome;
import io.mychat.gateway.spi.backend.BackendServices;
import io.mychat.gateway.spi.backend.ServiceDefinition;
import io.mychat.gateway.spi.backend.ServiceStatus;
import io.mychat.gateway.spi.session.Session;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Records the calls for users who are traced. Returns the stages of the adapter. Thread-safe. */
final class RecordedBackendServices implements BackendServices {

    private final BackendServices backends;
    private final TraceRecorder recorder;

    RecordedBackendServices(BackendServices backends, TraceRecorder recorder) {
        this.backends = backends;
        this.recorder = recorder;
    }

    @Override
    public CompletionStage<BackendOutcome> call(BackendCall call) {
        CompletionStage<BackendOutcome> calling = backends.call(call);
        Session session = call.session().orElse(null);
        if (session != null && recorder.isOn()) {
            CompletionStage<BackendOutcome> unused =
                    calling.whenComplete((outcome, error) -> record(call, session, outcome));
        }
        return calling;
    }

    /** @param outcome null: the call was cancelled */
    private void record(BackendCall call, Session session, @Nullable BackendOutcome outcome) {
        TraceDraft draft = recorder.ofCommand(session.userId());
        if (draft != null) {
            draft.session(session.id())
                    .detail("command " + call.message().cmdId())
                    .detail("service " + call.service() + " " + describe(outcome))
                    .record(TraceStep.SERVICE_CALLED);
        }
    }

    private static String describe(@Nullable BackendOutcome outcome) {
        if (outcome instanceof BackendOutcome.Refused refused) {
            return "refuses with " + refused.code().code();
        }
        if (outcome instanceof BackendOutcome.Unavailable unavailable) {
            return "is unavailable: " + unavailable.reason().name().toLowerCase(Locale.ROOT);
        }
        return outcome == null ? "was not waited for" : "answers";
    }

    @Override
    public void configure(Map<String, ServiceDefinition> services) {
        backends.configure(services);
    }

    @Override
    public Map<String, ServiceStatus> status() {
        return backends.status();
    }
}
