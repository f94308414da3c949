package io.mychat.gateway.transport.undertow.accept;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.StreamSinkConduit;

/**
 * Replaces Undertow's own 400 responses, which have no body and are not counted, by one of ours. They come from
 * Undertow's parser, although the {@link RequestGuard} should leave it nothing to refuse, and from its check of the
 * Host, which rejects some valid IPv6 addresses. Runs on the I/O thread.
 */
final class ParserRefusals extends AbstractStreamSinkConduit<StreamSinkConduit> {

    /** The response of {@code HttpReadListener.BAD_REQUEST}; none of our responses equals it. */
    private static final ByteBuffer BARE = StandardCharsets.US_ASCII.encode(
            "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

    /** The start of a response of {@code HostHeaderHandler}, after the version. */
    private static final ByteBuffer HOST = StandardCharsets.US_ASCII.encode(" 400 Host Header ");

    private static final int VERSION = "HTTP/1.1".length();

    private final Runnable refuse;

    /**
     * @param refuse writes our response to the next conduit
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
