/** The contract suites of transports on the JDK's selectors, and what they do not ask for. */
@NullMarked
package io.mychat.gateway.transport.nio;

import org.jspecify.annotations.NullMarked;
