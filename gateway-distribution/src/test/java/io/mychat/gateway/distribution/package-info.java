/**
 * Tests of the archive as an operator has it: unpacked, configured, started, looked at and stopped. {@link
 * io.mychat.gateway.distribution.Installation} unpacks it and runs its commands. Tests with the tag {@code ops} put the
 * operators' own programs in front of it.
 */
@NullMarked
package io.mychat.gateway.distribution;

import org.jspecify.annotations.NullMarked;
