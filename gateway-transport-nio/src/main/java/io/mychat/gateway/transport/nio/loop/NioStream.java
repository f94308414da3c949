package io.mychat.gateway.transport.nio.loop;

import io.mychat.gateway.spi.transport.ConnectionGate.Entry;
import io.mychat.gateway.transport.common.websocket.ByteStream;
import io.mychat.gateway.transport.common.websocket.SocketEvents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * An accepted socket. It keeps no buffer. Its loop owns it from the start; before that it belongs to the thread that has
 * accepted it. It is its own action for a gate that closes it.
 */
public final class NioStream implements ByteStream, Runnable {

    private final EventLoop loop;
    private final SocketChannel channel;
    private final Object port;
    private Entry entry = Entry.ADMITTED;
    private @Nullable SelectionKey key;
    private @Nullable SocketEvents target;
    private int interest;

    /**
     * @param loop serves the socket
     * @param port has accepted it; {@link EventLoop#endAllOf} knows it by its identity
     */
    public NioStream(EventLoop loop, SocketChannel channel, Object port) {
        this.port = port;
        this.loop = loop;
        this.channel = channel;
    }

    /** The registration that ends with this socket. Called before {@link #begin}. */
    public void registeredAs(Entry registration) {
        entry = registration;
    }

    /** Takes part in the looks of the loop. Called on the loop. */
    public void begin() throws IOException {
        key = loop.register(channel, this);
    }

    /** The loop that owns it. */
    public EventLoop loop() {
        return loop;
    }

    void ready(int operations) {
        SocketEvents to = target;
        if (to != null && (operations & SelectionKey.OP_READ) != 0) {
            to.onReadable();
            to = target; // an upgrade has another one, and the end none
        }
        if (to != null && (operations & SelectionKey.OP_WRITE) != 0) {
            to.onWritable();
        }
    }

    @Override
    public boolean hasRecords() {
        return false;
    }

    @Override
    public void deliverTo(SocketEvents newTarget) {
        target = newTarget;
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
        return channel.read(buffer);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return channel.write(source);
    }

    @Override
    public boolean flush() {
        return true;
    }

    @Override
    public void resumeReads() {
        interest(interest | SelectionKey.OP_READ);
    }

    @Override
    public void suspendReads() {
        interest(interest & ~SelectionKey.OP_READ);
    }

    @Override
    public void resumeWrites() {
        interest(interest | SelectionKey.OP_WRITE);
    }

    @Override
    public void suspendWrites() {
        interest(interest & ~SelectionKey.OP_WRITE);
    }

    private void interest(int wanted) {
        SelectionKey registered = key;
        if (wanted != interest && registered != null && registered.isValid()) {
            interest = wanted;
            registered.interestOps(wanted);
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    /** The selector gives the descriptor back in its next look. */
    @Override
    public void release() {
        target = null;
        SelectionKey registered = key;
        if (registered != null) {
            registered.attach(null);
        }
        try {
            channel.close();
        } catch (IOException e) {
            // There is nothing left to close.
        }
        entry.left();
    }

    /** Ends the connection on the loop. Callable from any thread. */
    @Override
    public void run() {
        try {
            loop.execute(this::end);
        } catch (RejectedExecutionException e) {
            // The loop is ending, and so are all its sockets.
        }
    }

    boolean isOf(Object wanted) {
        return port == wanted;
    }

    void end() {
        SocketEvents to = target;
        if (to == null) {
            release();
        } else {
            to.onTerminated();
        }
    }
}
