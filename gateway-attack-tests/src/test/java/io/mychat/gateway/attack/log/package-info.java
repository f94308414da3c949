/** What clients send stays within one line of the log and of the audit. */
@NullMarked
package io.mychat.gateway.attack.log;

import org.jspecify.annotations.NullMarked;
