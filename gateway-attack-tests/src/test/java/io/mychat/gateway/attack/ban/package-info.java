/** Automatic bans that somebody wants to escape, or to turn against others. */
@NullMarked
package io.mychat.gateway.attack.ban;

import org.jspecify.annotations.NullMarked;
