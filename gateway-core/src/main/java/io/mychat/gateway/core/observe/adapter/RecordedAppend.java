package io.mychat.gateway.core.observe.adapter;

import io.mychat.gateway.core.tracelog.TraceDraft;
import io.mychat.gateway.core.tracelog.TraceRecorder;
import io.mychat.gateway.core.tracelog.TraceStep;
import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.NewMessage;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Records how a message gets into the store, when it is traced. */
final class RecordedAppend {

    private RecordedAppend() {}

    /** Makes the call on this thread; what it throws is thrown. */
    static AppendOutcome append(TraceRecorder recorder, NewMessage message, Supplier<AppendOutcome> call) {
        record(recorder.ofMessage(message), message, "", TraceStep.ACCEPTED);
        AppendOutcome outcome;
        try {
            outcome = call.get();
        } catch (RuntimeException e) {
            failed(recorder, message);
            throw e;
        }
        ended(recorder, message, outcome);
        return outcome;
    }

    /** Begins the call on this thread; what it throws is thrown. */
    static CompletionStage<AppendOutcome> later(
            TraceRecorder recorder, NewMessage message, Supplier<CompletionStage<AppendOutcome>> call) {
        record(recorder.ofMessage(message), message, "", TraceStep.ACCEPTED);
        CompletionStage<AppendOutcome> stage;
        try {
            stage = call.get();
        } catch (RuntimeException e) {
            failed(recorder, message);
            throw e;
        }
        return stage.whenComplete((outcome, error) -> {
            if (error != null) {
                failed(recorder, message);
            } else {
                ended(recorder, message, outcome);
            }
        });
    }

    /** The message may be stored nevertheless; a repetition or the sweep of the store decides. */
    private static void failed(TraceRecorder recorder, NewMessage message) {
        record(recorder.ofMessage(message), message, "the store does not answer", TraceStep.NOT_STORED);
    }

    private static void ended(TraceRecorder recorder, NewMessage message, AppendOutcome outcome) {
        if (outcome instanceof AppendOutcome.Stored stored) {
            record(recorder.ofMessage(message), message, place(stored.message()), TraceStep.STORED);
        } else if (outcome instanceof AppendOutcome.Duplicate duplicate) {
            ChatMessage original = duplicate.original();
            record(recorder.ofMessage(original), message, place(original), TraceStep.DUPLICATE);
        } else {
            record(recorder.ofMessage(message), message, "client_msg_id_reused", TraceStep.NOT_STORED);
        }
    }

    private static String place(ChatMessage message) {
        return "chat_seq " + message.chatSeq();
    }

    private static void record(@Nullable TraceDraft draft, NewMessage message, String detail, TraceStep step) {
        if (draft != null) {
            draft.session(message.originSession())
                    .detail("to " + message.toUser())
                    .detail(detail)
                    .record(step);
        }
    }
}
