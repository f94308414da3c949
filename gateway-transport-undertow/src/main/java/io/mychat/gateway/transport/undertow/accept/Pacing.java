package io.mychat.gateway.transport.undertow.accept;

import io.mychat.gateway.transport.common.tls.TlsTasks;

/**
 * The bounds on the effect of new connections on open ones, shared by all ports.
 *
 * @param budgets for the I/O threads
 * @param tls for the cryptography of handshakes
 */
public record Pacing(LoopBudgets budgets, TlsTasks tls) {}
