package io.mychat.gateway.core.router;

import io.mychat.gateway.spi.message.MessageHandler;

/** A built-in handler that never waits for anything: it is answered where the message stands, without a thread. */
public interface ImmediateHandler extends MessageHandler {}
