/**
 * What people see of a running gateway: counters, health, the audit log. Entry point: {@link
 * io.mychat.gateway.core.observe.Counters}.
 */
@NullMarked
package io.mychat.gateway.core.observe;

import org.jspecify.annotations.NullMarked;
