package io.mychat.gateway.redis.client;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.args.Rawable;
import redis.clients.jedis.commands.ProtocolCommand;

/**
 * A command for a known connection, whose arguments are encoded one after the other while Jedis writes them: a message has more
 * than forty, and an object for each would be most of what it allocates. Used by one thread; Jedis reads it once.
 */
final class ConnectionArguments extends CommandArguments {

    private final ArgumentBuffers buffers;
    private final List<String> keys;
    private final List<Object> args;
    /** How many of the arguments stand in front of the keys; behind them the number of keys. */
    private final int inFront;

    /** @param buffers lent for as long as Jedis writes the command */
    ConnectionArguments(ProtocolCommand name, RedisCommand command, ArgumentBuffers buffers) {
        super(name);
        this.buffers = buffers;
        this.keys = command.keys();
        this.args = command.args();
        this.inFront = command.script() == null ? 0 : 1;
    }

    @Override
    public int size() {
        return 1 + inFront + keys.size() + args.size();
    }

    @Override
    public Iterator<Rawable> iterator() {
        return new Encoder();
    }

    @Override
    public Rawable get(int index) {
        byte[] encoded = encoded(index).clone();
        return () -> encoded;
    }

    /** Gives itself for each argument, which {@link #getRaw} encodes. */
    private final class Encoder implements Iterator<Rawable>, Rawable {

        private int next;

        @Override
        public boolean hasNext() {
            return next < size();
        }

        @Override
        public Rawable next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            next++;
            return this;
        }

        @Override
        public byte[] getRaw() {
            return encoded(next - 1);
        }
    }

    private byte[] encoded(int index) {
        if (index == 0) {
            return getCommand().getRaw();
        }
        if (inFront == 1 && index <= 2) {
            return buffers.encoded(index == 1 ? args.get(0) : keys.size());
        }
        int key = index - 1 - 2 * inFront;
        return buffers.encoded(key < keys.size() ? keys.get(key) : args.get(key - keys.size() + inFront));
    }
}
