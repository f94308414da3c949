package io.mychat.gateway.transport.undertow.accept;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.StreamSinkConduit;

/**
 * Replaces the answers that Undertow gives by itself, 400 without a body that nobody counts, by one of ours: the parser's, for
 * whom the {@link RequestGuard} leaves nothing to refuse that is known of, and those of Undertow's own look at the Host, which
 * takes some IPv6 addresses as malformed. On the I/O thread.
 */
final class ParserRefusals extends AbstractStreamSinkConduit<StreamSinkConduit> {

    /** {@code HttpReadListener.BAD_REQUEST}; no answer of ours is equal to it. */
    private static final ByteBuffer BARE = StandardCharsets.US_ASCII.encode(
            "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

    /** How {@code HostHeaderHandler} begins, behind the version. */
    private static final ByteBuffer HOST = StandardCharsets.US_ASCII.encode(" 400 Host Header ");

    private static final int VERSION = "HTTP/1.1".length();

    private final Runnable refuse;

    /**
     * @param refuse writes an answer of ours to the next conduit
     */
    ParserRefusals(StreamSinkConduit next, Runnable refuse) {
        super(next);
        this.refuse = refuse;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        if (!source.equals(BARE) && !isOfHost(source)) {
            return next.write(source);
        }
        refuse.run();
        int count = source.remaining();
        source.position(source.limit());
        return count;
    }

    private static boolean isOfHost(ByteBuffer source) {
        return source.remaining() > VERSION + HOST.remaining()
                && source.slice(source.position() + VERSION, HOST.remaining()).equals(HOST);
    }
}
