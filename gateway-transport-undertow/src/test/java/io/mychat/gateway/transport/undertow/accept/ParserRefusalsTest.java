package io.mychat.gateway.transport.undertow.accept;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.xnio.conduits.StreamSinkConduit;

final class ParserRefusalsTest {

    private static final String BARE = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private final StringBuilder written = new StringBuilder();
    private final AtomicInteger refusals = new AtomicInteger();
    private final ParserRefusals conduit = new ParserRefusals(recorder(), refusals::incrementAndGet);

    @Test
    void theParsersOwnAnswerIsReplaced() throws Exception {
        ByteBuffer answer = US_ASCII.encode(BARE);

        assertThat(conduit.write(answer)).isEqualTo(BARE.length());

        assertThat(answer.hasRemaining()).isFalse();
        assertThat(refusals).hasValue(1);
        assertThat(written).isEmpty();
    }

    @Test
    void everythingElsePasses() throws Exception {
        String other = BARE.replace("400", "404");

        assertThat(conduit.write(US_ASCII.encode(other))).isEqualTo(other.length());
        conduit.write(US_ASCII.encode("x"));

        assertThat(written).hasToString(other + "x");
        assertThat(refusals).hasValue(0);
    }

    private StreamSinkConduit recorder() {
        return (StreamSinkConduit) Proxy.newProxyInstance(
                StreamSinkConduit.class.getClassLoader(),
                new Class<?>[] {StreamSinkConduit.class},
                (proxy, method, args) -> {
                    ByteBuffer source = (ByteBuffer) args[0];
                    int count = source.remaining();
                    written.append(US_ASCII.decode(source));
                    return count;
                });
    }
}
