/** What the previous release has stored is read by this one; both run side by side. */
@NullMarked
package io.mychat.gateway.system.upgrade;

import org.jspecify.annotations.NullMarked;
