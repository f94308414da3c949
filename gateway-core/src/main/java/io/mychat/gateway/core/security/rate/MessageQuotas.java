package io.mychat.gateway.core.security.rate;

/** The quotas of users over their sessions on this node: for all messages, and for single commands. */
public record MessageQuotas(UserQuotas users, CommandQuotas commands) {}
