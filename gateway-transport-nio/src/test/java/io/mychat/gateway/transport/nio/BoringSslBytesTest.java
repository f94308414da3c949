package io.mychat.gateway.transport.nio;

/** Bytes behind BoringSSL, however the network cuts them. */
final class BoringSslBytesTest extends TlsBytesTest {

    @Override
    String provider() {
        return "boringssl";
    }
}
