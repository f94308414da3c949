/** Logins while others guess passwords. */
@NullMarked
package io.mychat.gateway.system.login;

import org.jspecify.annotations.NullMarked;
