package io.mychat.gateway.testkit.event;

import io.mychat.gateway.spi.event.Tracer;
import java.util.List;

class RecordingTracerTest extends TracerContract {

    private final RecordingTracer tracer = new RecordingTracer();

    @Override
    protected Tracer tracer() {
        return tracer;
    }

    @Override
    protected List<Ended> ended() {
        return tracer.ended().stream()
                .map(span -> new Ended(span.trace(), span.id(), span.parent(), span.links()))
                .toList();
    }
}
