package io.mychat.gateway.transport.nio;

/** What a connection behind BoringSSL keeps counts in the budget. */
final class BoringSslBudgetTest extends TlsBudgetTest {

    @Override
    String provider() {
        return "boringssl";
    }
}
