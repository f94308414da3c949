package io.mychat.gateway.transport.nio;

import org.junit.jupiter.api.BeforeAll;

/** TLS by the JDK. */
final class TlsConnectionTest extends TlsConnectionContract {

    @BeforeAll
    static void makeKeys() throws Exception {
        makeKeys("jdk");
    }
}
