package io.mychat.gateway.transport.undertow.accept;

/**
 * What bounds the effect of new connections on those that are open, shared by all ports.
 *
 * @param budgets for the I/O threads
 * @param tls for the cryptography of handshakes
 */
public record Pacing(LoopBudgets budgets, TlsTasks tls) {}
