package io.mychat.gateway.console;

/**
 * Section {@code console}.
 *
 * @param enabled whether the pages exist
 * @param pollSeconds how often an open page asks the gateway for news
 */
record ConsoleSettings(boolean enabled, int pollSeconds) {}
