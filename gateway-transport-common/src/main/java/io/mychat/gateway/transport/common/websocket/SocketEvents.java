package io.mychat.gateway.transport.common.websocket;

/** What happens to the socket of one connection. Called on its I/O thread. An implementation never throws. */
public interface SocketEvents {

    void onReadable();

    void onWritable();

    /** The connection cannot go on: its thread is ending. */
    void onTerminated();
}
