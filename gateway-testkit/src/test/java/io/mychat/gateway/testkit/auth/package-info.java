/** Adapters as a stranger writes them, under the contract suites. */
@NullMarked
package io.mychat.gateway.testkit.auth;

import org.jspecify.annotations.NullMarked;
