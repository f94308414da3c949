package io.mychat.gateway.core.router;

import io.mychat.gateway.spi.message.AsyncMessageHandler;

/**
 * A built-in asynchronous handler that never blocks. It is called on the thread that has read the message, or that has ended the
 * previous command of the session.
 */
public interface ImmediateAsyncHandler extends AsyncMessageHandler {}
