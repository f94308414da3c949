package io.mychat.gateway.transport.nio;

import org.junit.jupiter.api.BeforeAll;

/** TLS by BoringSSL. */
final class BoringSslConnectionTest extends TlsConnectionContract {

    @BeforeAll
    static void makeKeys() throws Exception {
        makeKeys("boringssl");
    }
}
