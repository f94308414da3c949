package io.mychat.gateway.transport.common.tls.boringssl;

import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A handshake of a server that runs: takes one record at a time, computes its answer in a task, and gives the answer out.
 * Whoever runs the task and whoever uses the rest take turns, as with each engine.
 */
final class ServerHandshake {

    private static final int HEADER_BYTES = 5;
    /** The longest record that a handshake may have, with its header; BoringSSL refuses those that are longer than theirs. */
    private static final int MOST_BYTES = HEADER_BYTES + (1 << 14) + 256;

    private static final byte CIPHERS = 20;
    private static final byte MESSAGE = 22;
    private static final byte ENCRYPTED = 23;
    /** A client of TLS 1.2 sends so many in the clear at least, unless it resumes a session. */
    private static final int MESSAGES_OF_TLS_12 = 2;

    private static final String NO_RECORD = "what came is no record of TLS";
    private static final int ANSWER_BYTES = 4096;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    /** For content, of which a handshake has none; Netty wants to see the room. */
    private static final ByteBuffer NO_CONTENT = ByteBuffer.allocate(MOST_BYTES);

    private final ReferenceCountedOpenSslEngine engine;
    /** A whole record that no task has taken yet. */
    private @Nullable ByteBuffer record;

    private boolean taskTaken;
    /** Messages in the clear so far, and whether a change of ciphers has come. */
    private int messages;

    private boolean ciphersChanged;
    private ByteBuffer output = NOTHING;
    private boolean finished;
    private @Nullable SSLException failure;

    ServerHandshake(ReferenceCountedOpenSslEngine engine) {
        this.engine = engine;
    }

    boolean hasOutput() {
        return output.hasRemaining();
    }

    /** Whether it is finished, and nothing is left but to say so. */
    boolean isOver() {
        return finished && !output.hasRemaining();
    }

    private boolean isBusy() {
        return record != null || output.hasRemaining() || finished || failure != null;
    }

    HandshakeStatus status() {
        if (record != null) {
            return HandshakeStatus.NEED_TASK;
        }
        return isBusy() ? HandshakeStatus.NEED_WRAP : engine.getHandshakeStatus();
    }

    /**
     * Whether the next record costs little and goes to Netty's engine at once: a change of ciphers, or what is encrypted
     * behind the messages that cost signatures and keys. More may follow it in the same read, and Undertow goes on with
     * that only behind a call that has taken something and needs no task.
     */
    boolean isLight(ByteBuffer source) {
        if (isBusy()) {
            return false;
        }
        if (!source.hasRemaining()) {
            return ciphersChanged;
        }
        byte type = source.get(source.position());
        boolean light = type == CIPHERS || type == ENCRYPTED || (type == MESSAGE && isLastOfTls12());
        ciphersChanged |= type == CIPHERS;
        return light;
    }

    /** In TLS 1.3 a change of ciphers has no meaning, and a second first message may follow it. */
    private boolean isLastOfTls12() {
        return ciphersChanged
                && messages >= MESSAGES_OF_TLS_12
                && engine.getSession().getProtocol().equals("TLSv1.2");
    }

    /**
     * Takes a record for the next task.
     *
     * @throws SSLException when the bytes are none
     */
    Status take(ByteBuffer source) throws SSLException {
        if (isBusy()) {
            return Status.OK;
        }
        if (source.hasRemaining()) {
            byte type = source.get(source.position());
            if (type < CIPHERS || type > ENCRYPTED) {
                throw new SSLException(NO_RECORD);
            }
        }
        if (source.remaining() < HEADER_BYTES) {
            return Status.BUFFER_UNDERFLOW;
        }
        int length = HEADER_BYTES + Short.toUnsignedInt(source.getShort(source.position() + HEADER_BYTES - 2));
        if (length > MOST_BYTES) {
            throw new SSLException(NO_RECORD);
        }
        if (source.remaining() < length) {
            return Status.BUFFER_UNDERFLOW;
        }
        record = ByteBuffer.allocate(length)
                .put(source.slice(source.position(), length))
                .flip();
        source.position(source.position() + length);
        taskTaken = false;
        messages++;
        return Status.OK;
    }

    /** The task of the record; null when there is none, or it is given out. */
    @Nullable
    Runnable task() {
        ByteBuffer taken = record;
        if (taken == null) {
            return engine.getDelegatedTask(); // looks at a certificate of the client
        }
        if (taskTaken) {
            return null;
        }
        taskTaken = true;
        return () -> compute(taken);
    }

    private void compute(ByteBuffer taken) {
        try {
            answer(taken);
        } catch (SSLException e) {
            failure = e;
        } catch (RuntimeException e) {
            failure = new SSLException("a handshake cannot be computed", e);
        } finally {
            record = null;
        }
    }

    private void answer(ByteBuffer taken) throws SSLException {
        ByteBuffer answer = ByteBuffer.allocate(ANSWER_BYTES);
        Status status = Status.OK;
        HandshakeStatus wanted = HandshakeStatus.NEED_UNWRAP;
        try {
            // Netty's engine finds out that it has finished in the call that finds nothing more to read.
            while (wanted == HandshakeStatus.NEED_WRAP || (status == Status.OK && !finished)) {
                SSLEngineResult result;
                if (wanted == HandshakeStatus.NEED_WRAP) {
                    answer = answer.remaining() < ANSWER_BYTES / 2 ? grown(answer) : answer;
                    result = engine.wrap(NOTHING.duplicate(), answer);
                } else {
                    result = engine.unwrap(taken, NO_CONTENT.duplicate());
                    if (result.bytesProduced() > 0) {
                        throw new SSLException("there is content in a handshake");
                    }
                }
                if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                    runTasks();
                }
                finished |= result.getHandshakeStatus() == HandshakeStatus.FINISHED;
                status = result.getStatus();
                wanted = status == Status.CLOSED ? HandshakeStatus.NOT_HANDSHAKING : engine.getHandshakeStatus();
            }
        } finally {
            output = answer.flip(); // an alert, when it has failed
        }
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    private static ByteBuffer grown(ByteBuffer buffer) {
        return ByteBuffer.allocate(2 * buffer.capacity()).put(buffer.flip());
    }

    /** Moves output as far as there is room. */
    void give(ByteBuffer target) {
        int count = Math.min(output.remaining(), target.remaining());
        target.put(output.slice(output.position(), count));
        output.position(output.position() + count);
        if (!output.hasRemaining()) {
            output = NOTHING;
        }
    }

    /** @throws SSLException when the handshake has failed; once */
    void fail() throws SSLException {
        SSLException cause = failure;
        if (cause != null) {
            failure = null;
            engine.closeOutbound();
            throw cause;
        }
    }
}
