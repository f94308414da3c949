package io.mychat.gateway.transport.common.websocket;

import io.mychat.gateway.transport.common.deflate.DeflaterPool;

/**
 * The figures of compression, since the start.
 *
 * @param sessions open connections that have agreed to compress
 * @param inflatedFrom bytes of compressed messages of clients, as they arrived
 * @param inflatedTo the bytes that came out of them
 * @param deflatedFrom bytes of messages that were compressed; a message to many connections counts once
 * @param deflatedTo the bytes that came out of them
 * @param skipped messages that were not compressed because too many others were
 */
public record CompressionStats(
        long sessions, long inflatedFrom, long inflatedTo, long deflatedFrom, long deflatedTo, long skipped) {

    static final CompressionStats NONE = new CompressionStats(0, 0, 0, 0, 0, 0);

    static CompressionStats of(DeflaterPool pool) {
        return new CompressionStats(0, 0, 0, pool.bytesBefore(), pool.bytesAfter(), pool.skipped());
    }

    CompressionStats plus(CompressionStats other) {
        return new CompressionStats(
                sessions + other.sessions,
                inflatedFrom + other.inflatedFrom,
                inflatedTo + other.inflatedTo,
                deflatedFrom + other.deflatedFrom,
                deflatedTo + other.deflatedTo,
                skipped + other.skipped);
    }
}
