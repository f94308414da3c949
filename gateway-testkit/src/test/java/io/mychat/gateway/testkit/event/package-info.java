/** The tracer of the testkit, against the contract. */
@NullMarked
package io.mychat.gateway.testkit.event;

import org.jspecify.annotations.NullMarked;
