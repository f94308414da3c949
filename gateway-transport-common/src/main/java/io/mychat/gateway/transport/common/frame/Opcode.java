package io.mychat.gateway.transport.common.frame;

import io.mychat.gateway.spi.transport.MessageType;

/** The opcodes of RFC 6455 section 5.2. */
public final class Opcode {

    public static final int CONTINUATION = 0x0;
    public static final int TEXT = 0x1;
    public static final int BINARY = 0x2;
    public static final int CLOSE = 0x8;
    public static final int PING = 0x9;
    public static final int PONG = 0xA;

    private Opcode() {}

    /** The opcode of the first frame of a message. */
    public static int of(MessageType type) {
        return type == MessageType.TEXT ? TEXT : BINARY;
    }
}
