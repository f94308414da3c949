package io.mychat.gateway.spring.test.app;

/** What the handler needs, and a slice does not have. */
interface Orders {

    String stateOf(String user);
}
