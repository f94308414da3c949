/** The tests of this module; no room of its own. */
@NullMarked
package io.mychat.gateway.auth;

import org.jspecify.annotations.NullMarked;
