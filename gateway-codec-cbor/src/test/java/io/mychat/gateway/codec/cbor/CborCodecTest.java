package io.mychat.gateway.codec.cbor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.mychat.gateway.spi.codec.MessageCodec;
import io.mychat.gateway.testkit.codec.MessageCodecContract;
import org.jspecify.annotations.Nullable;

class CborCodecTest extends MessageCodecContract {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper CBOR = new CBORMapper();

    @Override
    protected MessageCodec codec(int maxDepth) {
        return new CborCodec(maxDepth);
    }

    @Override
    protected byte[] write(@Nullable Object value) {
        return TestCbor.write(value);
    }

    /** By another reader than the module's, in the types of nodes that JSON has. */
    @Override
    protected JsonNode read(byte[] payload) throws Exception {
        return JSON.readTree(CBOR.readTree(payload).toString());
    }
}
