package io.mychat.gateway.core.codec;

import io.mychat.gateway.spi.codec.MessageCodec;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The codecs of a gateway, by their subprotocols. Immutable. */
public final class MessageCodecs {

    /** A token of RFC 9110 section 5.6.2, of a length that a handshake can hold. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");

    private final MessageCodec standard;
    private final Map<String, MessageCodec> bySubprotocol = new HashMap<>();

    /**
     * The outcome of a handshake.
     *
     * @param subprotocol the name that the answer repeats; null: the client named none that is known
     */
    public record Choice(MessageCodec codec, @Nullable String subprotocol) {}

    /**
     * @param standard the codec of clients that name none
     * @param others those of modules and of the host application
     * @throws IllegalStateException when two codecs have the same subprotocol, or one has an invalid one
     */
    public MessageCodecs(MessageCodec standard, List<MessageCodec> others, TimeSource time) {
        this.standard = standard;
        add(standard);
        others.forEach(codec -> add(new GuardedCodec(codec, time)));
    }

    private void add(MessageCodec codec) {
        String name = codec.subprotocol();
        if (!TOKEN.matcher(name).matches()) {
            throw new IllegalStateException("The codec " + codec
                    + " has an invalid subprotocol: it is 1 to 100 letters, digits and !#$%&'*+-.^_`|~");
        }
        MessageCodec other = bySubprotocol.putIfAbsent(name, codec);
        if (other != null) {
            throw new IllegalStateException(
                    "Two codecs have the subprotocol " + name + ": " + other + " and " + codec + "; leave one out");
        }
    }

    /** The subprotocols of all codecs. */
    public Set<String> subprotocols() {
        return Set.copyOf(bySubprotocol.keySet());
    }

    /** Chooses the first known one of a client's subprotocols, which are in its order of preference. */
    public Choice choose(List<String> subprotocols) {
        for (String name : subprotocols) {
            MessageCodec codec = bySubprotocol.get(name);
            if (codec != null) {
                return new Choice(codec, name);
            }
        }
        return new Choice(standard, null);
    }
}
