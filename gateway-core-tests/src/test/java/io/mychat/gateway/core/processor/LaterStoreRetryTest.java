package io.mychat.gateway.core.processor;

/** The same with a store that stores messages later: no thread is held between the tries. */
class LaterStoreRetryTest extends StoreRetryTest {

    @Override
    boolean storesLater() {
        return true;
    }
}
